using System.CommandLine;
using System.Globalization;
using TriageMesh.Scale;

var tickets = new Option<int>("--tickets") { Description = "Tickets", DefaultValueFactory = _ => 1_000_000 };
var mentions = new Option<int>("--mentions") { Description = "Mentions", DefaultValueFactory = _ => 5_000_000 };
var times = new Option<int?>("--times")
{
    Description = "How often each page is asked for (300), or each act is done in the browser (60)",
};
var rows = new Option<int>("--rows") { Description = "How far a list is scrolled", DefaultValueFactory = _ => 5_000 };
var database = new Option<string?>("--database")
{
    Description = "A database to use and to keep, filled where it is empty; without it, one is made and removed",
};
var only = new Option<string?>("--only")
{
    Description = "Only the pages, or parts of a browser run, whose name holds this",
};
var browser = new Option<bool>("--browser")
{
    Description = "The desk in Chromium instead of the router's pages: loads, next, live, scroll",
};
var trace = new Option<string?>("--trace")
{
    Description = "A folder for Chromium's traces of a browser run; the figures are then no measure",
};
var root = new RootCommand(
    "Prints how long the router's pages take, or what people wait for in the desk, with a year of tickets in the database."
)
{
    tickets,
    mentions,
    times,
    database,
    only,
    browser,
    rows,
    trace,
};
root.SetAction(
    async (parsed, cancellationToken) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await ScaleRun.RunAsync(
            new Plan
            {
                Tickets = parsed.GetRequiredValue(tickets),
                Mentions = parsed.GetRequiredValue(mentions),
                Times = parsed.GetValue(times) ?? (parsed.GetValue(browser) ? 60 : 300),
                Rows = parsed.GetRequiredValue(rows),
                Database = parsed.GetValue(database),
                Only = parsed.GetValue(only),
                Browser = parsed.GetValue(browser),
                Trace = parsed.GetValue(trace),
            },
            cancellationToken
        );
        return 0;
    }
);
return await root.Parse(args).InvokeAsync();
