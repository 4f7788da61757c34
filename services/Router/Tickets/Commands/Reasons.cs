using Microsoft.AspNetCore.Http.HttpResults;

namespace TriageMesh.Router.Tickets;

/// <summary>The words a person gives for what they do; they stay in the history.</summary>
internal static class Reasons
{
    public const int MaxLength = 500;
    public const string Message = "A reason has at most 500 characters.";

    public static ValidationProblem TooLong() => Problems.For("reason", Message);

    public static ValidationProblem Missing(string message) => Problems.For("reason", message);
}
