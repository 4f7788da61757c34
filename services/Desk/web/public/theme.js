// Before the first paint, so that a dark desk does not flash white.
(function () {
  try {
    var theme = localStorage.getItem("desk.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (_) {
    // Without storage the desk follows the system.
  }
})();
