// Opens a wall link of many screens where nobody can press its button; plain enough for browsers of old televisions.
document.forms[0].submit();
