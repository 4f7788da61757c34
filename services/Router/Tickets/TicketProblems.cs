using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>The answers to what cannot be done, as problem details.</summary>
internal static class TicketProblems
{
    /// <summary>404, also for a ticket that the caller may not see.</summary>
    public static ProblemHttpResult Unknown() =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such ticket.");

    /// <summary>412: the caller has an older version before them.</summary>
    public static ProblemHttpResult Stale(long version) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status412PreconditionFailed,
            title: "The ticket has changed since.",
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["version"] = version }
        );

    /// <summary>409: something has come in that the caller has not seen, and what.</summary>
    public static ProblemHttpResult Unseen(
        string lastSeen,
        IReadOnlyList<TimelineItem> newer,
        TicketState now,
        PersonView? assignee
    ) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status409Conflict,
            title: "Something has come in that you have not seen.",
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["reason"] = ReplyConflict.Because,
                ["last_seen"] = lastSeen,
                ["newer"] = newer,
                ["ticket_status"] = now.Status,
                ["assignee"] = assignee,
                ["version"] = now.Version,
            }
        );

    /// <summary>409: the ticket stands in the way, and why.</summary>
    public static ProblemHttpResult Refused(Refusal refusal) => Refused(refusal.Reason.Wire(), refusal.Message);

    /// <summary>409: what stands in the way is what this field asks for.</summary>
    public static ProblemHttpResult Refused(string reason, string field, string message) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status409Conflict,
            title: message,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["reason"] = reason,
                ["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] },
            }
        );

    /// <summary>409: a program cannot have a ticket.</summary>
    public static ProblemHttpResult HeldByPeople() =>
        Refused("program", "A program can have no ticket: a person takes it.");

    /// <summary>409 with a reason for programs and a sentence for people.</summary>
    public static ProblemHttpResult Refused(string reason, string message) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status409Conflict,
            title: message,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = reason }
        );
}
