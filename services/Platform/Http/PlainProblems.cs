using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace TriageMesh.Platform.Http;

/// <summary>
/// Writes problem details also for whoever asked for another kind of answer, such as <c>text/csv</c>: the framework's writer
/// leaves these without one, and what asks it to write for them fails.
/// </summary>
internal sealed class PlainProblems : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Status ??= http.Response.StatusCode;
        // Gives it the title and type of its status.
        _ = TypedResults.Problem(problem);
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        return new(
            http.Response.WriteAsJsonAsync(
                problem,
                problem.GetType(),
                options: null,
                "application/problem+json",
                http.RequestAborted
            )
        );
    }
}
