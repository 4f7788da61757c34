using System.CommandLine;
using System.Text.Json;
using TriageMesh.Cli.Learn;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Cli.Persons;

/// <summary><c>mesh person</c>: what is kept of an author; all of it, as JSON lines; and taking it away.</summary>
internal static class PersonCommands
{
    private static readonly Option<string?> RunDirectoryOption = RunDirectory.Option();
    private static readonly Argument<string> Channel = new("channel") { Description = "The author's channel" };
    private static readonly Argument<string> Author = new("author") { Description = "The author's id on the channel" };

    public static Command Create() =>
        new("person", "What is kept of an author, everywhere.")
        {
            Of("find", "Says how much is kept of an author.", FindAsync),
            Of("export", "Writes what is kept of an author as JSON lines.", ExportAsync),
            Of("erase", "Takes an author out of everything, for good.", EraseAsync),
        };

    private static Command Of(
        string name,
        string description,
        Func<MeshApi, string, string, CancellationToken, Task> run
    )
    {
        var command = new Command(name, description) { Channel, Author, RunDirectoryOption };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                await run(api, parsed.GetRequiredValue(Channel), parsed.GetRequiredValue(Author), cancellationToken);
            }
        );
        return command;
    }

    private static async Task FindAsync(MeshApi api, string channel, string author, CancellationToken stop) =>
        await WriteAsync(
            await api.RouterAsync<KeptOfPerson>(HttpMethod.Get, $"persons?{Query(channel, author)}", body: null, stop),
            stop
        );

    private static async Task ExportAsync(MeshApi api, string channel, string author, CancellationToken stop)
    {
        await foreach (var line in api.LinesAsync("Router", $"api/v1/persons/export?{Query(channel, author)}", stop))
        {
            await Console.Out.WriteLineAsync(line.AsMemory(), stop);
        }
    }

    private static async Task EraseAsync(MeshApi api, string channel, string author, CancellationToken stop)
    {
        var kept = await api.RouterAsync<KeptOfPerson>(
            HttpMethod.Get,
            $"persons?{Query(channel, author)}",
            body: null,
            stop
        );
        var erasure = await api.RouterAsync<ErasureView>(
            HttpMethod.Post,
            "persons/erase",
            new ErasePerson(channel, author),
            stop
        );
        await WriteAsync(erasure, stop);
        if (kept.Rows.Values.All(rows => rows == 0))
        {
            await Console.Error.WriteLineAsync(
                $"The router keeps nothing of {author} on {channel}. Ingest and classifier erase what they have, posts still on their way too.".AsMemory(),
                stop
            );
        }
    }

    private static string Query(string channel, string author) =>
        $"channel={Uri.EscapeDataString(channel)}&author_id={Uri.EscapeDataString(author)}";

    private static Task WriteAsync<T>(T answer, CancellationToken stop) =>
        Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer, MeshJson.Options).AsMemory(), stop);
}
