using System.Buffers.Text;
using System.Globalization;
using System.Text;
using NodaTime;

namespace TriageMesh.Router;

/// <summary>Where a page of a list ended, as an opaque text: the sort key of its last row.</summary>
internal static class Cursor
{
    /// <summary>Later than anything that is kept.</summary>
    public static readonly Instant Latest = Instant.FromUtc(9999, 12, 31, 0, 0);

    /// <summary>Writes the parts of a sort key.</summary>
    public static string Write(params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\u001f', parts!)));

    /// <summary>The number after which a falling list goes on; everything comes before where there is no cursor.</summary>
    public static long Before(string? cursor) =>
        long.TryParse(Read(cursor, 1)?[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : long.MaxValue;

    /// <summary>An instant as a part of a sort key.</summary>
    public static string Of(Instant at) => at.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture);

    /// <summary>The instant that a part holds; null where it holds none of the years 1 to 9999.</summary>
    public static Instant? At(string? part) =>
        long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks)
        && ticks >= NodaConstants.BclEpoch.ToUnixTimeTicks()
        && ticks <= Latest.ToUnixTimeTicks()
            ? Instant.FromUnixTimeTicks(ticks)
            : null;

    /// <summary>Reads the parts back; null where the text is no cursor of that many parts, or no text that a database takes.</summary>
    public static string[]? Read(string? cursor, int parts)
    {
        if (string.IsNullOrEmpty(cursor) || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var read = text.Split('\u001f');
        return read.Length == parts && !text.Contains('\0') ? read : null;
    }
}
