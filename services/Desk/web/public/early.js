(function () {
  // Before the first paint, so that a dark desk does not flash white.
  try {
    var theme = localStorage.getItem("desk.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (_) {
    // Without storage the desk follows the system.
  }

  // What the page asks for first is asked for while its program is on the way; src/api/early.ts takes the answers.
  var view = /^\/queue\/([a-z_]+)$/.exec(location.pathname);
  var ticket = /^\/tickets\/(\d{1,15})$/.exec(location.pathname);
  var list = view && location.search === "" ? view[1] : ticket && (/^\?view=([a-z_]+)$/.exec(location.search) || [])[1];
  var asked = ["/desk/me"];
  if (ticket) asked.push("/desk/api/tickets/" + ticket[1]);
  // Praise is no view of tickets.
  if (list && list !== "praise") asked.push("/desk/api/tickets?view=" + list + "&limit=50");
  window.early = {};
  asked.forEach(function (address) {
    var answer = fetch(address, { headers: { "X-Requested-With": "triagemesh" } });
    answer.catch(function () {});
    window.early[address] = answer;
  });
})();
