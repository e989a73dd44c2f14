/**
 * A page that answers a form stands in the history under the address of the form's own page: Back
 * and Reload open that one anew, instead of asking to send the form again or failing, for a browser
 * may not keep an answer with personal data.
 */
const cameFrom = document.referrer.startsWith(`${location.origin}/`) ? document.referrer : location.href;
history.replaceState(history.state, "", cameFrom);
