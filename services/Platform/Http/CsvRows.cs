using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using NodaTime;

namespace TriageMesh.Platform.Http;

/// <summary>Rows as CSV (RFC 4180, UTF-8 with its mark, so that spreadsheets read Chinese). A text that a spreadsheet would take for a formula is made harmless.</summary>
public sealed class CsvRows(Stream output) : IAsyncDisposable
{
    private static readonly CsvConfiguration Form = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.Escape,
    };

    private readonly CsvWriter _csv = new(
        new StreamWriter(output, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 64 * 1024),
        Form
    );

    /// <summary>Writes the head, or a row.</summary>
    public async Task AddAsync(IEnumerable<object?> cells)
    {
        foreach (var cell in cells)
        {
            _csv.WriteField(
                cell switch
                {
                    null => "",
                    Instant at => at.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture),
                    bool yes => yes ? "true" : "false",
                    IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
                    _ => cell.ToString(),
                }
            );
        }

        await _csv.NextRecordAsync();
    }

    /// <summary>Sends what was written so far.</summary>
    public Task FlushAsync() => _csv.FlushAsync();

    public ValueTask DisposeAsync() => _csv.DisposeAsync();
}
