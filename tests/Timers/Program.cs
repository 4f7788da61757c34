using System.CommandLine;
using System.Globalization;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router;
using TriageMesh.Timers;

// The benchmark starts its routers from its own program: the same host as services/Router.
if (args is ["router", .. var settings])
{
    return await MeshHost.RunAsync(settings, new RouterService());
}

var clocks = new Option<int>("--clocks") { Description = "Running clocks", DefaultValueFactory = _ => 1_000_000 };
var rate = new Option<int>("--rate")
{
    Description = "Clocks that fall due each second",
    DefaultValueFactory = _ => 5_000,
};
var seconds = new Option<int>("--seconds") { Description = "How long to watch", DefaultValueFactory = _ => 20 };
var routers = new Option<int>("--routers") { Description = "Router processes", DefaultValueFactory = _ => 3 };
var kill = new Option<bool>("--kill") { Description = "Kill one router halfway", DefaultValueFactory = _ => true };
var quartz = new Option<int>("--quartz-rate")
{
    Description = "Triggers that fall due each second for Quartz.NET, measured after; 0 leaves it out",
    DefaultValueFactory = _ => 200,
};
var ahead = new Option<int>("--ahead")
{
    Description =
        "Seconds from the start of writing the clocks until the first falls due; 0 reckons with 6,000 a second",
};
var warm = new Option<int>("--warm")
{
    Description = "Seconds that the processes work at the same rate before lateness and CPU count",
    DefaultValueFactory = _ => 40,
};
var sweep = new Option<bool>("--sweep")
{
    Description = "Measure a bare sweep of as many rows too: claim and mark, nothing else",
    DefaultValueFactory = _ => true,
};
var root = new RootCommand("Prints how late clocks fire when thousands fall due each second.")
{
    clocks,
    rate,
    seconds,
    routers,
    kill,
    quartz,
    ahead,
    warm,
    sweep,
};
root.SetAction(
    async (parsed, cancellationToken) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var plan = new Plan(
            parsed.GetRequiredValue(clocks),
            parsed.GetRequiredValue(rate),
            parsed.GetRequiredValue(seconds),
            parsed.GetRequiredValue(routers),
            parsed.GetRequiredValue(kill),
            parsed.GetValue(ahead),
            parsed.GetRequiredValue(warm)
        );
        Report.Write(RecomputedDues.Measure());
        var result = await FiringRun.RunAsync(plan, cancellationToken);
        Report.Write(plan, result);
        if (parsed.GetRequiredValue(sweep))
        {
            Report.Write(await SweepRun.RunAsync(plan, cancellationToken));
        }

        if (parsed.GetRequiredValue(quartz) is > 0 and var quartzRate)
        {
            Report.Write(await QuartzRun.RunAsync(plan, quartzRate, cancellationToken));
        }

        return result.IsExact ? 0 : 1;
    }
);
return await root.Parse(args).InvokeAsync();
