using System.CommandLine;
using System.Globalization;
using TriageMesh.Desk;
using TriageMesh.Desks;
using TriageMesh.Platform.Hosting;

// The benchmark starts the desk from its own program: the same host as services/Desk.
if (args is ["desk", .. var settings])
{
    return await MeshHost.RunAsync(settings, new DeskService());
}

var desks = new Option<int>("--desks") { Description = "Open desks", DefaultValueFactory = _ => 500 };
var rate = new Option<int>("--rate") { Description = "Changes on the bus each second", DefaultValueFactory = _ => 20 };
var seconds = new Option<int>("--seconds") { Description = "How long changes come", DefaultValueFactory = _ => 30 };
var root = new RootCommand("Prints what an open desk costs, and how late changes arrive at it.")
{
    desks,
    rate,
    seconds,
};
root.SetAction(
    async (parsed, cancellationToken) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var plan = new Plan(
            parsed.GetRequiredValue(desks),
            parsed.GetRequiredValue(rate),
            parsed.GetRequiredValue(seconds)
        );
        var result = await DesksRun.RunAsync(plan, cancellationToken);
        Report.Write(plan, result);
        return result.IsWhole ? 0 : 1;
    }
);
return await root.Parse(args).InvokeAsync();
