using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Ingest.Intake;

/// <summary>Every way in which intake says no: problem details that name the field or header.</summary>
internal static class IntakeProblems
{
    /// <summary>What a sender is told to wait when the database is away.</summary>
    private static readonly TimeSpan UnavailableFor = TimeSpan.FromSeconds(2);

    public static ProblemHttpResult UnknownSource() =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status404NotFound,
            title: "There is no such source.",
            detail: "Sources are named under Ingest:Sources in the settings."
        );

    public static ProblemHttpResult TooLarge(int atMost) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status413PayloadTooLarge,
            title: "The body is too large.",
            detail: $"At most {atMost} bytes in one request."
        );

    public static ProblemHttpResult NotSigned(string header, string message) =>
        Named(StatusCodes.Status401Unauthorized, "The signature does not hold.", header, message);

    public static ProblemHttpResult NotReadable(string field, string message) =>
        Named(StatusCodes.Status400BadRequest, "The body cannot be read.", field, message);

    public static ProblemHttpResult TooMany(HttpResponse response, TimeSpan comeBackIn)
    {
        ComeBackIn(response, comeBackIn);
        return TypedResults.Problem(
            statusCode: StatusCodes.Status429TooManyRequests,
            title: "Too many requests from this source.",
            detail: "See Retry-After."
        );
    }

    public static ProblemHttpResult Unavailable(HttpResponse response)
    {
        ComeBackIn(response, UnavailableFor);
        return TypedResults.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "Nothing can be stored now.",
            detail: "Nothing of this request was accepted. Send it again; see Retry-After."
        );
    }

    /// <summary>Not one mention of the request is good.</summary>
    public static ProblemHttpResult NothingAcceptable(IReadOnlyList<ReadItem> items, bool isList)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            foreach (var (field, messages) in item.Errors!)
            {
                errors[isList ? $"mentions[{item.Index}].{field}" : field] = messages;
            }
        }

        return TypedResults.Problem(
            new HttpValidationProblemDetails(errors)
            {
                Status = StatusCodes.Status400BadRequest,
                Title = isList ? "No mention of the request can be accepted." : "The mention cannot be accepted.",
                Extensions =
                {
                    ["results"] = items
                        .Select(item => new IntakeResult
                        {
                            Index = item.Index,
                            ExternalId = item.ExternalId,
                            Status = IntakeStatus.Rejected,
                            Errors = item.Errors,
                        })
                        .ToArray(),
                },
            }
        );
    }

    private static ProblemHttpResult Named(int status, string title, string field, string message) =>
        TypedResults.Problem(
            new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [message] })
            {
                Status = status,
                Title = title,
            }
        );

    private static void ComeBackIn(HttpResponse response, TimeSpan time) =>
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(time.TotalSeconds))
            .ToString(CultureInfo.InvariantCulture);
}
