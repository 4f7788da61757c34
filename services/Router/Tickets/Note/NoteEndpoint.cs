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
        VALUES (@noteId, @TicketId, @agentId, @text, @Now)
        """;

    private const string Named = """
        SELECT agent_id, name FROM router.agents WHERE active AND position(lower(name) IN lower(@text)) > 0
        """;

    public static void MapNote(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/notes", HandleAsync).ProducesUnseen().WithName("AddNote");

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        NoteRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > MaxLength
            ? Problems.For("text", "A note has 1 to 4,000 characters.")
        : LinkAttachments.Mistake(request.Links) is { } mistake ? Problems.For("links", mistake)
        : await desk.RunAsync(
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

        var noteId = await PutAsync(session, request.Text, cancellationToken);
        await LinkAttachments.PutAsync(session, request.Links, noteId, null, cancellationToken);
        return session.Decide(new AddNote(noteId));
    }

    /// <summary>Keeps a note, and tells the colleagues whom it calls.</summary>
    internal static async Task<Guid> PutAsync(TicketSession session, string text, CancellationToken cancellationToken)
    {
        var noteId = Guid.CreateVersion7(session.Now.ToDateTimeOffset());
        await session.ExecuteAsync(
            Put,
            new
            {
                noteId,
                session.File.TicketId,
                agentId = session.Caller.Id,
                text,
                session.Now,
            },
            cancellationToken
        );
        if (text.Contains('@', StringComparison.Ordinal))
        {
            var named = await session.ListAsync<(Guid, string)>(Named, new { text }, cancellationToken);
            foreach (var agent in NoteMentions.Find(text, [.. named]).Where(agent => agent != session.Caller.Id))
            {
                session.File.Tell(
                    new NoticeRow(agent, session.File.TicketId, "mentioned", session.Actor, null, noteId, session.Now)
                );
            }
        }

        return noteId;
    }
}
