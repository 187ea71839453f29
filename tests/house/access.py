"""Who gets what: every route of the site, by method, whose it is about, for each kind of visitor.

A number is the status of the answer to a request that holds nothing but the session's token: so 422 is a form that
this visitor may fill in. `login` is the way to sign in, `verify` the demand to enter the password again.

`whose` is the owner of the article, the session, the passkey or the account that the address names: an author,
another author, an admin; "-" where it names none. The visitors: nobody signed in; that author; the other author; that
admin; the same admin an hour after signing in. Rows that take away what others need stand last.

What a form names besides has tests of its own: the lead picture, which is one's own or leads an article of one's own
(tests/web/desk/test_pictures.py), and the article that a preview stands beside (tests/web/desk/test_preview.py). In a
text every author may show every picture: they are the newsroom's.
"""

TABLE = """
#     route                                                             whose  nobody author other  admin  later
# Readers
GET   /                                                                 -      200    200    200    200    200
GET   /<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<slug>/   -      200    200    200    200    200
GET   /archive/                                                         -      200    200    200    200    200
GET   /archive/<int(fixed_digits=4):year>/                              -      200    200    200    200    200
GET   /archive/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/  -      200    200    200    200    200
GET   /author/<slug>/                                                   -      200    200    200    200    200
POST  /comments                                                         -      400    400    400    400    400
GET   /comments/<id:comment_id>                                         -      302    302    302    302    302
POST  /comments/<id:comment_id>/removal                                 -      404    404    404    404    404
GET   /comments/<id:comment_id>/revision                                -      404    404    404    404    404
POST  /comments/<id:comment_id>/revision                                -      404    404    404    404    404
GET   /comments/mine                                                    -      404    404    404    404    404
POST  /comments/mine                                                    -      404    404    404    404    404
GET   /comments/mine/asked                                              -      200    200    200    200    200
GET   /comments/new                                                     -      200    200    200    200    200
GET   /comments/stamp                                                   -      200    200    200    200    200
GET   /favicon.ico                                                      -      200    200    200    200    200
GET   /healthz                                                          -      200    200    200    200    200
GET   /media/<name>-<int:width>.webp                                    -      200    200    200    200    200
GET   /report/<id:comment_id>                                           -      200    200    200    200    200
POST  /report/<id:comment_id>                                           -      422    422    422    422    422
GET   /robots.txt                                                       -      200    200    200    200    200
GET   /static/<version>/<path:name>                                     -      200    200    200    200    200
GET   /tag/<slug>/                                                      -      200    200    200    200    200
GET   /ticker.json                                                      -      200    200    200    200    200
# Whoever was mailed a link
GET   /comments/decision/<token>                                        -      404    404    404    404    404
POST  /comments/decision/<token>                                        -      404    404    404    404    404
GET   /comments/mine/<token>                                            -      404    404    404    404    404
GET   /comments/mine/<token>/erasure                                    -      404    404    404    404    404
POST  /comments/mine/<token>/erasure                                    -      404    404    404    404    404
GET   /comments/mine/<token>/export                                     -      404    404    404    404    404
POST  /comments/mine/<token>/replies/end                                -      404    404    404    404    404
GET   /comments/mine/<token>/withdrawal                                 -      404    404    404    404    404
POST  /comments/mine/<token>/withdrawal                                 -      404    404    404    404    404
GET   /comments/replies/<token>                                         -      404    404    404    404    404
POST  /comments/replies/<token>                                         -      404    404    404    404    404
GET   /comments/replies/<token>/end                                     -      404    404    404    404    404
POST  /comments/replies/<token>/end                                     -      404    404    404    404    404
# Signing in and out
GET   /desk/password                                                    -      login  200    200    200    200
POST  /desk/password                                                    -      400    422    422    422    422
GET   /login                                                            -      200    302    302    302    302
POST  /login                                                            -      400    302    302    302    302
GET   /login/code                                                       -      login  302    302    302    302
POST  /login/code                                                       -      login  302    302    302    302
GET   /login/passkey                                                    -      login  302    302    302    302
POST  /login/passkey                                                    -      login  302    302    302    302
GET   /login/recovery                                                   -      login  302    302    302    302
POST  /login/recovery                                                   -      login  302    302    302    302
GET   /reset                                                            -      200    200    200    200    200
POST  /reset                                                            -      400    422    422    422    422
GET   /reset/<token>                                                    -      302    302    302    302    302
POST  /reset/<token>                                                    -      400    302    302    302    302
GET   /verify                                                           -      login  200    200    200    200
POST  /verify                                                           -      400    422    422    422    422
# Authors
GET   /desk/                                                            -      login  302    302    302    302
GET   /desk/articles                                                    -      login  200    200    200    200
GET   /desk/articles/<id:article_id>                                    author login  200    404    200    200
GET   /desk/articles/<id:article_id>                                    admin  login  404    404    200    200
POST  /desk/articles/<id:article_id>                                    author login  409    404    409    409
POST  /desk/articles/<id:article_id>                                    admin  login  404    404    409    409
GET   /desk/articles/<id:article_id>/deletion                           author login  200    404    200    verify
GET   /desk/articles/<id:article_id>/deletion                           admin  login  404    404    200    verify
GET   /desk/articles/<id:article_id>/publication                        author login  200    404    200    200
GET   /desk/articles/<id:article_id>/publication                        admin  login  404    404    200    200
POST  /desk/articles/<id:article_id>/publication                        author login  303    404    303    303
POST  /desk/articles/<id:article_id>/publication                        admin  login  404    404    303    303
GET   /desk/articles/<id:article_id>/withdrawal                         author login  200    404    200    200
GET   /desk/articles/<id:article_id>/withdrawal                         admin  login  404    404    200    200
POST  /desk/articles/<id:article_id>/withdrawal                         author login  422    404    422    422
POST  /desk/articles/<id:article_id>/withdrawal                         admin  login  404    404    422    422
GET   /desk/articles/new                                                -      login  200    200    200    200
POST  /desk/articles/new                                                -      login  422    422    422    422
GET   /desk/email                                                       -      login  200    200    200    verify
POST  /desk/email                                                       -      login  422    422    422    verify
GET   /desk/factors                                                     -      login  200    200    200    200
GET   /desk/factors/app                                                 -      login  200    200    200    verify
POST  /desk/factors/app                                                 -      login  422    422    422    verify
POST  /desk/factors/app/removal                                         -      login  404    404    404    verify
GET   /desk/factors/passkeys/new                                        -      login  404    404    404    verify
POST  /desk/factors/passkeys/new                                        -      login  404    404    404    verify
POST  /desk/factors/recovery-codes                                      -      login  200    200    200    verify
GET   /desk/pictures                                                    -      login  200    200    200    200
POST  /desk/pictures                                                    -      login  422    422    422    422
POST  /desk/preview                                                     -      login  200    200    200    200
GET   /desk/profile                                                     -      login  200    200    200    200
POST  /desk/profile                                                     -      login  422    422    422    422
POST  /desk/sessions/<id:session_id>/end                                author login  303    303    303    303
POST  /desk/sessions/<id:session_id>/end                                admin  login  303    303    303    303
GET   /desk/verification                                                -      login  404    404    404    404
POST  /desk/verification                                                -      login  404    404    404    404
# Admins
GET   /admin/                                                           -      login  403    403    302    302
GET   /admin/comments                                                   -      login  403    403    200    200
GET   /admin/comments/<id:comment_id>                                   -      login  403    403    200    200
POST  /admin/comments/<id:comment_id>                                   -      login  403    403    303    303
GET   /admin/comments/<id:comment_id>/reply                             -      login  403    403    200    200
POST  /admin/comments/<id:comment_id>/reply                             -      login  403    403    422    422
POST  /admin/comments/batch                                             -      login  403    403    400    400
GET   /admin/comments/removal                                           -      login  403    403    200    verify
POST  /admin/comments/removal                                           -      login  403    403    409    verify
GET   /admin/comments/rules                                             -      login  403    403    200    200
POST  /admin/comments/rules                                             -      login  403    403    422    422
POST  /admin/comments/rules/<id:rule_id>/removal                        -      login  403    403    404    404
POST  /admin/comments/undo                                              -      login  403    403    404    404
GET   /admin/decisions                                                  -      login  403    403    200    200
GET   /admin/comments/figures                                           -      login  403    403    200    200
GET   /admin/comments/wave                                              -      login  403    403    200    200
POST  /admin/comments/wave                                              -      login  403    403    422    422
POST  /admin/comments/wave/<id:wave_id>/end                             -      login  403    403    303    303
GET   /admin/help                                                       -      login  403    403    200    200
GET   /admin/people                                                     -      login  403    403    200    200
GET   /admin/people/<id:user_id>                                        other  login  403    403    200    verify
GET   /admin/people/<id:user_id>/deactivation                           other  login  403    403    200    verify
POST  /admin/people/<id:user_id>/link                                   other  login  403    403    200    verify
POST  /admin/people/<id:user_id>/reactivation                           other  login  403    403    303    verify
POST  /admin/people/<id:user_id>/role                                   other  login  403    403    422    verify
GET   /admin/people/<id:user_id>/withdrawal                             other  login  403    403    303    verify
POST  /admin/people/<id:user_id>/withdrawal                             other  login  403    403    303    verify
GET   /admin/people/new                                                 -      login  403    403    200    verify
POST  /admin/people/new                                                 -      login  403    403    422    verify
POST  /admin/people/<id:user_id>/sessions/end                           other  login  403    403    303    verify
POST  /admin/people/two-step                                            -      login  403    403    303    verify
# What others need
POST  /desk/sessions/others/end                                         -      login  303    303    303    303
POST  /desk/factors/passkeys/<id:passkey_id>/removal                    author login  303    404    404    verify
POST  /desk/factors/passkeys/<id:passkey_id>/removal                    admin  login  404    404    303    verify
POST  /admin/people/<id:user_id>/two-step/removal                       other  login  403    403    303    verify
POST  /admin/people/<id:user_id>/deactivation                           other  login  403    403    303    verify
POST  /desk/articles/<id:article_id>/deletion                           author login  303    404    303    verify
POST  /desk/articles/<id:article_id>/deletion                           admin  login  404    404    303    verify
POST  /logout                                                           -      400    302    302    302    302
"""
