using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/reopen: a person takes a resolved ticket up again.</summary>
internal static class ReopenEndpoint
{
    private const string HasOpenCase = """
        SELECT EXISTS (
          SELECT FROM router.tickets
           WHERE channel = @Channel AND account = @Account AND author_id = @AuthorId
             AND status NOT IN ('resolved', 'closed') AND split_from IS NULL)
        """;

    public static void MapReopen(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/reopen", HandleAsync).WithName("ReopenTicket");

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        ReopenRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        RuleBooks rules,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(request.Reason) ? Reasons.Missing("Say why the ticket is taken up again.")
        : request.Reason.Length > Reasons.MaxLength ? Reasons.TooLong()
        : await desk.RunAsync(
            id,
            user,
            ifMatch,
            async (session, stop) => await ReopenAsync(session, await rules.LoadAsync(stop), request.Reason, stop),
            cancellationToken
        );

    private static async Task<CommandStop?> ReopenAsync(
        TicketSession session,
        RuleBook book,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var hands = await session.HandsAsync(book, cancellationToken);
        if (session.Decide(new ReopenTicket(reason, hands), reason) is { } refused)
        {
            return refused;
        }

        // One author, one case: what the author has open now is where the work goes on.
        return await session.FindAsync<bool>(HasOpenCase, session.File.Stored, cancellationToken)
            ? new CommandStop(TicketProblems.Refused("author_has_case", "The author has another open ticket."))
            : null;
    }
}
