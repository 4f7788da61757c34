using System.CommandLine;
using System.Globalization;
using TriageMesh.Scale;

var tickets = new Option<int>("--tickets") { Description = "Tickets", DefaultValueFactory = _ => 1_000_000 };
var mentions = new Option<int>("--mentions") { Description = "Mentions", DefaultValueFactory = _ => 5_000_000 };
var times = new Option<int>("--times")
{
    Description = "How often each page is asked for",
    DefaultValueFactory = _ => 300,
};
var database = new Option<string?>("--database")
{
    Description = "A database to use and to keep, filled where it is empty; without it, one is made and removed",
};
var only = new Option<string?>("--only") { Description = "Only the pages whose name holds this" };
var root = new RootCommand("Prints how long the router's pages take with a year of tickets in the database.")
{
    tickets,
    mentions,
    times,
    database,
    only,
};
root.SetAction(
    async (parsed, cancellationToken) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await ScaleRun.RunAsync(
            new Plan(
                parsed.GetRequiredValue(tickets),
                parsed.GetRequiredValue(mentions),
                parsed.GetRequiredValue(times),
                parsed.GetValue(database),
                parsed.GetValue(only)
            ),
            cancellationToken
        );
        return 0;
    }
);
return await root.Parse(args).InvokeAsync();
