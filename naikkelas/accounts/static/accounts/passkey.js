// @ts-check
// Says in the page, not only in the console, that a passkey was not used (allauth's event).

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.querySelector("#passkey-gagal");
  if (words instanceof HTMLElement) words.hidden = false;
});
