using System.Globalization;

namespace TriageMesh.Router.Tickets;

/// <summary>The number that people say: <c>T-1042</c>.</summary>
internal static class TicketNumber
{
    private const string Prefix = "T-";

    public static string Of(long ticketId) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{ticketId}");

    /// <summary>Reads <c>T-1042</c>, <c>t-1042</c> or <c>1042</c>; null where it is none of these.</summary>
    public static long? Parse(string text) =>
        long.TryParse(
            text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text.AsSpan(Prefix.Length) : text,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : null;
}
