using System.CommandLine;
using System.Text.Json;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Cli.Learn;

/// <summary><c>mesh classify</c>: labels one text with the model and the rules of a running mesh, and says why.</summary>
internal static class ClassifyCommand
{
    public static Command Create()
    {
        var text = new Argument<string>("text") { Description = "What somebody posted" };
        var runDirectory = RunDirectory.Option();
        var command = new Command("classify", "Labels one text and says why.") { text, runDirectory };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(runDirectory));
                var answer = await api.ClassifierAsync<ClassifyAnswer>(
                    HttpMethod.Post,
                    "classify",
                    new ClassifyRequest { Text = parsed.GetRequiredValue(text) },
                    cancellationToken
                );
                await Console.Out.WriteLineAsync(
                    JsonSerializer.Serialize(answer, MeshJson.Options).AsMemory(),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
