using System.CommandLine;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Cli.Learn;

/// <summary><c>mesh models</c>: which models there are, how good they are, and which one labels.</summary>
internal static class ModelCommands
{
    private static readonly Option<string?> RunDirectoryOption = RunDirectory.Option();
    private static readonly Argument<string> Version = new("version") { Description = "The model" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why" };

    public static Command Create() =>
        new("models", "The models of a running mesh.") { List(), Card(), Promote(), RollBack() };

    private static Command List()
    {
        var command = new Command("list", "All models, newest first.") { RunDirectoryOption };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                await Console.Out.WriteLineAsync("version       state       origin     made                  macro-F1");
                string? cursor = null;
                do
                {
                    var page = await api.ClassifierAsync<Page<ModelVersionView>>(
                        HttpMethod.Get,
                        $"model-versions?limit=100{(cursor is null ? "" : $"&cursor={cursor}")}",
                        body: null,
                        cancellationToken
                    );
                    foreach (var model in page.Items)
                    {
                        await Console.Out.WriteLineAsync(Line(model).AsMemory(), cancellationToken);
                    }

                    cursor = page.Next;
                } while (cursor is not null);
            }
        );
        return command;
    }

    private static Command Card()
    {
        var command = new Command("card", "What a model is, learned and is worth, as markdown.")
        {
            Version,
            RunDirectoryOption,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(RunDirectoryOption));
                var version = Uri.EscapeDataString(parsed.GetRequiredValue(Version));
                var card = await api.TextAsync($"model-versions/{version}/card", cancellationToken);
                await Console.Out.WriteAsync(card.AsMemory(), cancellationToken);
            }
        );
        return command;
    }

    private static Command Promote()
    {
        var force = new Option<bool>("--force") { Description = "Also where it was refused; needs a --reason" };
        var command = new Command("promote", "Lets a model label, in every classifier at once.")
        {
            Version,
            Reason,
            force,
            RunDirectoryOption,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ChangeAsync(
                    parsed.GetValue(RunDirectoryOption),
                    $"model-versions/{Uri.EscapeDataString(parsed.GetRequiredValue(Version))}/promote",
                    new PromoteRequest(parsed.GetValue(Reason), parsed.GetValue(force)),
                    cancellationToken
                )
        );
        return command;
    }

    private static Command RollBack()
    {
        var command = new Command("rollback", "Lets the model label again that was in place before.")
        {
            Reason,
            RunDirectoryOption,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ChangeAsync(
                    parsed.GetValue(RunDirectoryOption),
                    "model-versions/rollback",
                    new RollbackRequest(parsed.GetValue(Reason)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task ChangeAsync(
        string? runDirectory,
        string path,
        object request,
        CancellationToken cancellationToken
    )
    {
        using var api = new MeshApi(runDirectory);
        var model = await api.ClassifierAsync<ModelVersionView>(HttpMethod.Post, path, request, cancellationToken);
        await Console.Out.WriteLineAsync($"{model.Version} labels from now on.".AsMemory(), cancellationToken);
    }

    private static string Line(ModelVersionView model) =>
        $"{model.Version, -12}  {model.State.Wire(), -10}  {model.Origin.Wire(), -9}  {model.CreatedAt:u}  "
        + string.Join(", ", model.Languages.Select(part => $"{part.Language} {part.MacroF1:F3}"))
        + (model.Reason is null ? "" : $"\n              {model.Reason}");
}
