using System.CommandLine;
using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Cli.Learn;

/// <summary><c>mesh rescore</c>: what past mentions would be labelled by the model and the rules of now. Nothing changes.</summary>
internal static class RescoreCommand
{
    public static Command Create()
    {
        var mention = new Option<string[]>("--mention")
        {
            Description = "Only these mentions, by id",
            AllowMultipleArgumentsPerToken = true,
        };
        var label = new Option<string?>("--label") { Description = "Only mentions with this label" };
        label.AcceptOnlyFromAmong([.. WireName<Label>.All]);
        var model = new Option<string?>("--model") { Description = "Only mentions that this model labelled" };
        var changed = new Option<bool>("--changed") { Description = "Show only those whose label would be another" };
        var runDirectory = RunDirectory.Option();
        var command = new Command("rescore", "Scores mentions again and shows old and new label, a JSON object a line.")
        {
            mention,
            label,
            model,
            changed,
            runDirectory,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(runDirectory));
                var ids = (parsed.GetValue(mention) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
                var wantedLabel = parsed.GetValue(label) is { } name ? WireName<Label>.Parse(name) : (Label?)null;
                var wantedModel = parsed.GetValue(model);
                var unseen = ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
                var isModelSeen = wantedModel is null;
                bool IsWanted(PastMention one)
                {
                    unseen.Remove(one.Id!);
                    isModelSeen |= one.ModelVersion == wantedModel;
                    return (ids.Count == 0 || ids.Contains(one.Id!))
                        && (wantedLabel is null || one.Label == wantedLabel)
                        && (wantedModel is null || one.ModelVersion == wantedModel);
                }

                var (all, other) = (0, 0);
                await foreach (var portion in ExportedMentions.ReadAsync(api, IsWanted, cancellationToken))
                {
                    var view = await api.ClassifierAsync<RescoreView>(
                        HttpMethod.Post,
                        "rescore",
                        new RescoreRequest { Mentions = portion },
                        cancellationToken
                    );
                    all += view.Mentions.Count;
                    other += view.Changed;
                    foreach (var one in view.Mentions.Where(one => one.Changed || !parsed.GetValue(changed)))
                    {
                        await Console.Out.WriteLineAsync(
                            JsonSerializer.Serialize(one, MeshJson.Options).AsMemory(),
                            cancellationToken
                        );
                    }
                }

                if (unseen.Count > 0)
                {
                    throw new CommandException($"There is no mention {string.Join(", ", unseen.Order())}.");
                }

                if (!isModelSeen)
                {
                    throw new CommandException($"No mention was labelled by a model {wantedModel}.");
                }

                await Console.Error.WriteLineAsync(
                    $"{all} scored, {other} with another label".AsMemory(),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
