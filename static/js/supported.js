// Runs before the page is drawn, so that components never flash in their plain form.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
