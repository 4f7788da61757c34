using System.CommandLine;
using System.Net.Http.Headers;
using TriageMesh.Contracts;
using TriageMesh.Ingest.Import;

namespace TriageMesh.Cli.Import;

/// <summary><c>mesh import FILE</c>: brings a file of mentions into a running mesh.</summary>
internal static class ImportCommand
{
    private const int SomeRejected = 3;

    public static Command Create()
    {
        var form = new ImportForm();
        var runDirectory = RunDirectory.Option();
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = $"Read the first {ImportRun.DryRunRows} rows, show what is wrong with them, send nothing",
        };
        var command = new Command(
            "import",
            "Imports a JSONL or CSV file. Broken off, it goes on where it stopped; done again, it adds nothing."
        )
        {
            dryRun,
            runDirectory,
        };
        form.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var run = RunDirectory.Open(parsed.GetValue(runDirectory));
                var options = await form.ReadAsync(parsed, run, cancellationToken);
                return parsed.GetValue(dryRun)
                    ? await DryRunView.ShowAsync(
                        new ImportRun(options, TimeProvider.System).DryRun(),
                        cancellationToken
                    )
                    : await RunAsync(run, options, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        RunDirectory run,
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        using var client = new HttpClient { BaseAddress = run.AddressOf("Ingest") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            run.Token("import", Role.Admin, TimeSpan.FromDays(7))
        );
        var import = new ImportRun(options, TimeProvider.System);
        var summary = await ImportProgressBar.RunAsync(report => import.RunAsync(client, report, cancellationToken));
        if (summary.WentOnAtLine is { } line)
        {
            await Console.Out.WriteLineAsync($"went on at line {line}");
        }

        await Console.Out.WriteLineAsync(
            $"{summary.Rows} rows: {summary.Accepted} accepted, {summary.Duplicates} duplicates, {summary.Rejected} rejected"
        );
        if (summary.RejectFile is { } rejects)
        {
            await Console.Error.WriteLineAsync($"mesh: rejected rows and what is wrong with them: {rejects}");
            return SomeRejected;
        }

        return 0;
    }
}
