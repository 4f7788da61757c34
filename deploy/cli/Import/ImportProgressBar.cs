using Spectre.Console;
using TriageMesh.Ingest.Import;

namespace TriageMesh.Cli.Import;

/// <summary>Shows how far an import is, its rate and the time left: on a terminal only, so that logs stay readable.</summary>
internal static class ImportProgressBar
{
    public static async Task<ImportSummary> RunAsync(Func<Action<ImportProgress>?, Task<ImportSummary>> import)
    {
        if (Console.IsErrorRedirected)
        {
            return await import(null);
        }

        var terminal = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error), Interactive = InteractionSupport.Yes }
        );
        return await terminal
            .Progress()
            .AutoClear(enabled: true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("starting");
                return import(progress =>
                {
                    bar.MaxValue(Math.Max(1, progress.TotalBytes));
                    bar.Value(progress.Bytes);
                    bar.Description(Describe(progress));
                });
            });
    }

    private static string Describe(ImportProgress progress)
    {
        var left = progress.TimeLeft is { } time ? $", {time:hh\\:mm\\:ss} left" : "";
        return $"{progress.Rows:N0} rows, {progress.RowsPerSecond:N0} a second{left}";
    }
}
