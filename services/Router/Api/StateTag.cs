using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TriageMesh.Router;

/// <summary>The condition of a change of something that is one word and nothing else: the word that the person saw.</summary>
/// <remarks>Whoever comes back to the same word has seen what is there, so nothing is overwritten that they do not know.</remarks>
internal static class StateTag
{
    /// <summary>Reads If-Match: nothing or <c>*</c> is no condition (null).</summary>
    /// <returns>False where it is no single ETag.</returns>
    public static bool TryRead(string? ifMatch, out string? state)
    {
        state = null;
        if (string.IsNullOrWhiteSpace(ifMatch) || ifMatch == "*")
        {
            return true;
        }

        state = ifMatch.Trim().Trim('"');
        return state.Length > 0 && !state.Contains('"', StringComparison.Ordinal);
    }

    /// <summary>The 412 answer: somebody has changed it meanwhile, to this.</summary>
    public static ProblemHttpResult Stale(string state) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status412PreconditionFailed,
            title: "It has changed since you read it.",
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["state"] = state }
        );
}
