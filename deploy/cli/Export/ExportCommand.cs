using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using TriageMesh.Contracts;

namespace TriageMesh.Cli.Export;

/// <summary><c>mesh export</c>: every mention or ticket of a running mesh, a JSON object or a CSV row a line.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "mentions or tickets" };
        what.AcceptOnlyFromAmong("mentions", "tickets");
        var output = new Option<string?>("--output")
        {
            Description = "The file to write (default: standard output)",
        }.ToWrite();
        var format = new Option<string>("--format")
        {
            Description = "jsonl, or csv for tickets",
            DefaultValueFactory = _ => "jsonl",
        };
        format.AcceptOnlyFromAmong("jsonl", "csv");
        var runDirectory = RunDirectory.Option();
        var command = new Command("export", "Writes every mention or ticket as JSON lines, or tickets as CSV.")
        {
            what,
            format,
            output,
            runDirectory,
        };
        command.Validators.Add(result =>
        {
            // By what was typed: a value that is asked for here is taken without being checked.
            if (
                result.GetResult(what)?.Tokens is [{ Value: "mentions" }]
                && result.GetResult(format)?.Tokens is [{ Value: "csv" }]
            )
            {
                result.AddError("--format csv is for tickets; mentions come as jsonl.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var run = RunDirectory.Open(parsed.GetValue(runDirectory));
                var address = new Uri(
                    run.AddressOf("Router"),
                    $"api/v1/export/{parsed.GetRequiredValue(what)}.{parsed.GetRequiredValue(format)}"
                );
                await DownloadAsync(run, address, parsed.GetValue(output), cancellationToken);
                return 0;
            }
        );
        return command;
    }

    private static async Task DownloadAsync(
        RunDirectory run,
        Uri address,
        string? output,
        CancellationToken cancellationToken
    )
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            run.Token("cli", Role.Admin, TimeSpan.FromMinutes(10))
        );
        using var answer = await SendAsync(client, request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new CommandException($"{address} answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        }

        await using var lines = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (output is null)
        {
            await using var standard = Console.OpenStandardOutput();
            await lines.CopyToAsync(standard, cancellationToken);
            return;
        }

        // Half an export must not look like a whole one.
        var part = $"{output}.part";
        await using (var file = File.Create(part))
        {
            await lines.CopyToAsync(file, cancellationToken);
        }

        File.Move(part, output, overwrite: true);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException wrong) when (wrong.HttpRequestError == HttpRequestError.ConnectionError)
        {
            throw new CommandException($"Nobody answers at {request.RequestUri}; is the mesh running?");
        }
    }
}
