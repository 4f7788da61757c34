using System.CommandLine;
using System.Globalization;
using TriageMesh.Load;

var runDir = new Option<string>("--run-dir")
{
    Description = "Run directory of the mesh",
    DefaultValueFactory = _ => "run",
};
var mentions = new Option<int>("--mentions") { Description = "Mentions to send", DefaultValueFactory = _ => 50_000 };
var batch = new Option<int>("--batch") { Description = "Mentions in a request", DefaultValueFactory = _ => 100 };
var root = new RootCommand("Prints what the mesh carries, beside a bare RabbitMQ.Client and Npgsql pipeline.")
{
    runDir,
    mentions,
    batch,
};
root.SetAction(
    async (parsed, cancellationToken) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var mesh = RunningMesh.Find(parsed.GetRequiredValue(runDir));
        var count = parsed.GetRequiredValue(mentions);
        await using var load = new MeshLoad(mesh);
        await using var floor = new Floor(mesh);

        // Both are warm before either is measured.
        await load.RunAsync(count / 10, parsed.GetRequiredValue(batch), cancellationToken);
        await floor.RunAsync(count / 10, cancellationToken);
        var ours = await load.RunAsync(count, parsed.GetRequiredValue(batch), cancellationToken);
        var bare = await floor.RunAsync(count, cancellationToken);
        Report.Write(ours, bare);
        return 0;
    }
);
return await root.Parse(args).InvokeAsync();
