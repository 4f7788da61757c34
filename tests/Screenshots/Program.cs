using System.CommandLine;
using System.Globalization;
using TriageMesh.Screenshots;
using TriageMesh.TestKit.Mesh;

var all = new Option<DirectoryInfo?>("--all")
{
    Description = "Where pictures of every page in both languages and themes go",
};
var only = new Option<string?>("--only")
{
    Description = "Only the pages whose name holds this; the documents' pictures are left alone",
};
var root = new RootCommand("Photographs the desk: the few pictures that the documents show, and on request every page.")
{
    all,
    only,
};
root.SetAction(
    async (parsed, cancellationToken) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var shown = RepositoryRoot.Below("services", "Desk", "screenshots");
        await using var desk = await SampleDesk.StartAsync(cancellationToken);
        await using var camera = await Camera.OpenAsync(desk);
        var missed = await camera.TakeAsync(
            parsed.GetValue(all)?.FullName,
            parsed.GetValue(only),
            shown,
            cancellationToken
        );
        foreach (var picture in missed)
        {
            await Console.Error.WriteLineAsync($"missing: {picture}");
        }

        return missed.Count == 0 ? 0 : 1;
    }
);
return await root.Parse(args).InvokeAsync();
