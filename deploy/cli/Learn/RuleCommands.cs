using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Cli.Learn;

/// <summary><c>mesh rules</c>: the rules about labels; written in a JSON file, tried out, switched on and off.</summary>
internal static class RuleCommands
{
    // What a person writes in a file and nobody reads is a slip of the pen.
    private static readonly JsonSerializerOptions Strict = new(MeshJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly Option<string?> RunDirectoryOption = RunDirectory.Option();
    private static readonly Argument<Guid> Id = Ids.Argument("id", "The rule");
    private static readonly Argument<string> File = new("file")
    {
        Description = "JSON with name, stage, when and then",
    };

    public static Command Create() =>
        new("rules", "Rules that act before the model and after it.")
        {
            List(),
            Put(),
            Switch("on", "Switches a rule on, in every classifier at once.", enabled: true),
            Switch("off", "Switches a rule off; it is kept.", enabled: false),
            Remove(),
            Try(),
        };

    private static Command List()
    {
        var command = new Command("list", "All rules in their order, a JSON object a line.") { RunDirectoryOption };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                foreach (var rule in await ListAsync(api, cancellationToken))
                {
                    await PrintAsync(rule, cancellationToken);
                }
            }
        );
        return command;
    }

    private static Command Put()
    {
        var id = Ids.Option("--id", "The rule that this is the next version of (default: a new one)");
        var on = new Option<bool>("--on") { Description = "Switched on at once; try it first" };
        var command = new Command("put", "Writes a rule, or its next version, switched off unless it says --on.")
        {
            File,
            id,
            on,
            RunDirectoryOption,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                var rule = await api.ClassifierAsync<RuleView>(
                    HttpMethod.Put,
                    $"rules/{parsed.GetValue(id) ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}",
                    new RuleRequest(
                        await ReadAsync(parsed.GetRequiredValue(File), cancellationToken),
                        parsed.GetValue(on)
                    ),
                    cancellationToken
                );
                await PrintAsync(rule, cancellationToken);
            }
        );
        return command;
    }

    private static Command Switch(string name, string description, bool enabled)
    {
        var command = new Command(name, description) { Id, RunDirectoryOption };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                var id = parsed.GetRequiredValue(Id);
                var rule =
                    (await ListAsync(api, cancellationToken)).FirstOrDefault(rule => rule.Id == id)
                    ?? throw new CommandException("There is no such rule.");
                rule = await api.ClassifierAsync<RuleView>(
                    HttpMethod.Put,
                    $"rules/{id}",
                    new RuleRequest(rule.Definition, enabled, rule.Version),
                    cancellationToken
                );
                await PrintAsync(rule, cancellationToken);
            }
        );
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Takes a rule off the list; its versions stay.") { Id, RunDirectoryOption };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                await api.ClassifierAsync<object>(
                    HttpMethod.Delete,
                    $"rules/{parsed.GetRequiredValue(Id)}",
                    body: null,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static Command Try()
    {
        var id = Ids.Option("--id", "The rule that this would be the next version of");
        var command = new Command("try", "Shows what a rule would change among all past mentions.")
        {
            File,
            id,
            RunDirectoryOption,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                var definition = await ReadAsync(parsed.GetRequiredValue(File), cancellationToken);
                var sum = new RuleTryView
                {
                    Tried = 0,
                    Matched = 0,
                    Changed = 0,
                    TimedOut = 0,
                    Changes = [],
                };
                await foreach (var portion in ExportedMentions.ReadAsync(api, _ => true, cancellationToken))
                {
                    var view = await api.ClassifierAsync<RuleTryView>(
                        HttpMethod.Post,
                        "rules/try",
                        new RuleTryRequest
                        {
                            Definition = definition,
                            RuleId = parsed.GetValue(id),
                            Mentions = portion,
                        },
                        cancellationToken
                    );
                    foreach (var change in view.Changes)
                    {
                        await PrintAsync(change, cancellationToken);
                    }

                    sum = sum with
                    {
                        Tried = sum.Tried + view.Tried,
                        Matched = sum.Matched + view.Matched,
                        Changed = sum.Changed + view.Changed,
                        TimedOut = sum.TimedOut + view.TimedOut,
                    };
                }

                await Console.Error.WriteLineAsync(
                    $"{sum.Tried} tried, {sum.Matched} matched, {sum.Changed} would change, {sum.TimedOut} took too long".AsMemory(),
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static Task<IReadOnlyList<RuleView>> ListAsync(MeshApi api, CancellationToken cancellationToken) =>
        api.ClassifierAsync<IReadOnlyList<RuleView>>(HttpMethod.Get, "rules", body: null, cancellationToken);

    private static async Task<RuleDefinition> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = System.IO.File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync<RuleDefinition>(stream, Strict, cancellationToken)
                ?? throw new CommandException($"{file} holds no rule.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"There is no file {file}.");
        }
        catch (JsonException wrong) when (wrong.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            throw new CommandException($"{file}: a rule has no field {wrong.Path?.TrimStart('$', '.')}.");
        }
        catch (JsonException wrong)
        {
            throw new CommandException($"{file}: {wrong.Path?.TrimStart('$', '.')} {MeshJson.Explain(wrong)}");
        }
    }

    private static Task PrintAsync(object row, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync(
            JsonSerializer.Serialize(row, row.GetType(), MeshJson.Options).AsMemory(),
            cancellationToken
        );
}
