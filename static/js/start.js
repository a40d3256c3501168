// Starts the components of both design systems.
import { initAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";
import { initAll as initJustice } from "../vendor/moj-frontend/moj-frontend.min.js";

initAll();
initJustice();

// A fragment that htmx swaps in brings components of its own.
document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target });
});
