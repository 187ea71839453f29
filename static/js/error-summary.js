// The summary of what is wrong is the first thing that a screen reader says, and where the page stands.
document.getElementById("error-summary").focus();
