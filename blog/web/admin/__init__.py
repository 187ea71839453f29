from flask import Blueprint

door = Blueprint("admin", __name__, url_prefix="/admin")
