using System.Text.Json;
using Npgsql;

namespace TriageMesh.Platform.Parking;

/// <summary>What trying again cannot mend: the message is wrong, not the moment.</summary>
public static class Unmendable
{
    public static bool Is(Exception wrong) =>
        wrong
            is JsonException
                or FormatException
                or ArgumentException
                or OverflowException
                // A null where none may be.
                or NullReferenceException
                // Class 22: a value that does not fit its column, for example a NUL in a text.
                or PostgresException { SqlState: ['2', '2', ..] };
}
