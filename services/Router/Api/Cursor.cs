using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TriageMesh.Router;

/// <summary>Where a page of a list ended, as an opaque text: the sort key of its last row.</summary>
internal static class Cursor
{
    /// <summary>Writes the parts of a sort key.</summary>
    public static string Write(params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\u001f', parts!)));

    /// <summary>The number after which a falling list goes on; everything comes before where there is no cursor.</summary>
    public static long Before(string? cursor) =>
        long.TryParse(Read(cursor, 1)?[0], CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue;

    /// <summary>Reads the parts back; null where the text is no cursor of that many parts.</summary>
    public static string[]? Read(string? cursor, int parts)
    {
        if (string.IsNullOrEmpty(cursor) || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var read = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\u001f');
        return read.Length == parts ? read : null;
    }
}
