using System.CommandLine;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Cli.Learn;

/// <summary><c>mesh corrections</c>: what people corrected, as JSON lines; and erasing it.</summary>
internal static class CorrectionCommands
{
    private static readonly Option<string?> RunDirectoryOption = RunDirectory.Option();

    public static Command Create() => new("corrections", "What people said that mentions are.") { Export(), Erase() };

    private static Command Export()
    {
        var filters = new Dictionary<string, Option<string?>>(StringComparer.Ordinal)
        {
            ["language"] = new("--language") { Description = "zh or en" },
            ["label"] = new("--label") { Description = "What the person said" },
            ["from_label"] = new("--from-label") { Description = "What it was held for" },
            ["model_version"] = new("--model") { Description = "The model that was corrected" },
            ["state"] = new("--state") { Description = "stands, confirmed or undone" },
            ["from"] = new("--from") { Description = "Made at or after this time" },
            ["to"] = new("--to") { Description = "Made before this time" },
        };
        var command = new Command("export", "Writes corrections as JSON lines, newest first.") { RunDirectoryOption };
        foreach (var option in filters.Values)
        {
            command.Options.Add(option);
        }

        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                var query = filters
                    .Select(filter => (filter.Key, Value: parsed.GetValue(filter.Value)))
                    .Where(filter => filter.Value is not null)
                    .Select(filter => $"{filter.Key}={Uri.EscapeDataString(filter.Value!)}");
                await foreach (
                    var line in api.LinesAsync(
                        "Classifier",
                        $"classifier/v1/corrections.jsonl?{string.Join('&', query)}",
                        cancellationToken
                    )
                )
                {
                    await Console.Out.WriteLineAsync(line.AsMemory(), cancellationToken);
                }
            }
        );
        return command;
    }

    private static Command Erase()
    {
        var mention = Ids.Option("--mention", "The mention whose corrections go");
        var channel = new Option<string?>("--channel") { Description = "The author's channel" };
        var account = new Option<string?>("--account") { Description = "The account that the author wrote to" };
        var author = new Option<string?>("--author") { Description = "The author's id on the channel" };
        var command = new Command("erase", "Erases the corrections of a mention, or of an author.")
        {
            mention,
            channel,
            account,
            author,
            RunDirectoryOption,
        };
        command.Validators.Add(result =>
        {
            bool IsGiven(Option option) => result.GetResult(option)?.Tokens is [{ Value.Length: > 0 }];
            Option[] person = [channel, account, author];
            if (IsGiven(mention) ? person.Any(IsGiven) : !person.All(IsGiven))
            {
                result.AddError("Give either --mention, or --channel, --account and --author.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                string Part(Option<string?> option) => Uri.EscapeDataString(parsed.GetValue(option) ?? "");
                var path = parsed.GetValue(mention) is { } id
                    ? $"corrections/{id}"
                    : $"corrections?channel={Part(channel)}&account={Part(account)}&author_id={Part(author)}";
                var erased = await api.ClassifierAsync<ErasedView>(
                    HttpMethod.Delete,
                    path,
                    body: null,
                    cancellationToken
                );
                await Console.Out.WriteLineAsync($"{erased.Corrections} erased".AsMemory(), cancellationToken);
            }
        );
        return command;
    }
}
