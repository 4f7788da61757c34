using System.Text;
using TriageMesh.Ingest.Import;

namespace TriageMesh.Cli.Import;

/// <summary>Shows the first rows of a file as ingest would get them, and what is wrong with them.</summary>
internal static class DryRunView
{
    private const int Wrong = 3;

    public static async Task<int> ShowAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            await Console.Out.WriteLineAsync($"{row.Line}: {Describe(row)}".AsMemory(), cancellationToken);
        }

        var wrong = rows.Count(row => row.Errors is not null);
        await Console.Out.WriteLineAsync($"{rows.Count} rows read, {wrong} wrong; nothing was sent");
        return wrong == 0 ? 0 : Wrong;
    }

    private static string Describe(ImportRow row) =>
        row.Errors is { } errors
            ? string.Join("; ", errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}"))
            : Encoding.UTF8.GetString(row.Mention.GetValueOrDefault().Span);
}
