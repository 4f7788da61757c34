using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TriageMesh.Router;

/// <summary>A row's version as ETag, and as the condition of a change.</summary>
internal static class VersionTag
{
    /// <summary>The ETag of a version.</summary>
    public static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Reads If-Match: nothing or <c>*</c> is no condition (null).</summary>
    /// <returns>False where it is no ETag of ours.</returns>
    public static bool TryRead(string? ifMatch, out long? version)
    {
        version = null;
        if (string.IsNullOrWhiteSpace(ifMatch) || ifMatch == "*")
        {
            return true;
        }

        var read = long.TryParse(
            ifMatch.Trim().Trim('"'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        );
        version = read ? number : null;
        return read;
    }

    /// <summary>The 412 answer: somebody has changed it meanwhile.</summary>
    public static ProblemHttpResult Stale(long version) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status412PreconditionFailed,
            title: "It has changed since you read it.",
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["version"] = version }
        );

    /// <summary>The 412 answer to a condition that no version of ours fulfils.</summary>
    public static ProblemHttpResult Unreadable() =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status412PreconditionFailed,
            title: "If-Match holds no ETag of ours."
        );
}
