using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/notes: words for colleagues; the customer never sees them.</summary>
internal static class NoteEndpoint
{
    private const int MaxLength = 4_000;

    private const string Put = """
        INSERT INTO router.notes (note_id, ticket_id, agent_id, text, created_at)
        VALUES (@noteId, @TicketId, @agentId, @Text, @Now)
        """;

    public static void MapNote(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/notes", HandleAsync).WithName("AddNote");

    internal static async Task<
        Results<Ok<TicketDetail>, Conflict<ReplyConflict>, ValidationProblem, ProblemHttpResult>
    > HandleAsync(
        long id,
        NoteRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > MaxLength || request.Text.Contains('\0')
            ? Problems.For("text", "A note has 1 to 4,000 characters.")
            : await desk.RunSeenAsync(
                id,
                user,
                ifMatch,
                (session, stop) => AddAsync(session, request, stop),
                cancellationToken
            );

    private static async Task<CommandStop?> AddAsync(
        TicketSession session,
        NoteRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await SeenCheck.CheckAsync(session, request.LastSeen, cancellationToken) is { } unseen)
        {
            return unseen;
        }

        var noteId = Guid.CreateVersion7(session.Now.ToDateTimeOffset());
        await session.ExecuteAsync(
            Put,
            new
            {
                noteId,
                session.File.TicketId,
                agentId = session.Caller.Id,
                request.Text,
                session.Now,
            },
            cancellationToken
        );
        return session.Decide(new AddNote(noteId));
    }
}
