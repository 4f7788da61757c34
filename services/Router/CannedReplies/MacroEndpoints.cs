using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Security;
using TriageMesh.Router.HandOvers;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.CannedReplies;

/// <summary>GET /tickets/{id}/canned-replies/{cannedId} fills a text in; POST /tickets/{id}/macros/{cannedId} sends it and does what follows, all or nothing.</summary>
internal static class MacroEndpoints
{
    private const string Person = """
        SELECT coalesce(a.handle, a.name) FROM router.authors a
         WHERE a.channel = @Channel AND a.account = @Account AND a.author_id = @AuthorId
        """;

    public static void MapMacros(this IEndpointRouteBuilder ticket)
    {
        ticket.MapGet("/canned-replies/{cannedId:guid}", FillAsync).WithName("FillCannedReply");
        ticket.MapPost("/macros/{cannedId:guid}", RunAsync).ProducesUnseen().WithName("RunMacro");
    }

    internal static async Task<Results<Ok<FilledReply>, ProblemHttpResult>> FillAsync(
        long id,
        Guid cannedId,
        string? language,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        CannedReplyStore store,
        TicketDesk desk,
        CancellationToken cancellationToken
    )
    {
        var scope = await TicketScope.LoadAsync(database, Caller.From(user), cancellationToken);
        if (await store.FindAsync(cannedId, scope, cancellationToken) is not { } canned)
        {
            return Missing();
        }

        FilledReply? filled = null;
        var (_, stop) = await desk.TryAsync(
            id,
            user,
            ifMatch: null,
            async (session, token) =>
            {
                (filled, var refused) = await FillInAsync(session, canned, language, token);
                return refused;
            },
            cancellationToken
        );
        return stop is null ? TypedResults.Ok(filled!) : stop.Problem;
    }

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> RunAsync(
        long id,
        Guid cannedId,
        MacroRequest request,
        [FromHeader(Name = "Idempotency-Key")] Guid? idempotencyKey,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        CannedReplyStore store,
        TicketDesk desk,
        RuleBooks rules,
        CancellationToken cancellationToken
    )
    {
        var scope = await TicketScope.LoadAsync(database, Caller.From(user), cancellationToken);
        if (await store.FindAsync(cannedId, scope, cancellationToken) is not { } canned)
        {
            return Missing();
        }

        var book = await rules.LoadAsync(cancellationToken);
        return await desk.RunAsync(
            id,
            user,
            ifMatch,
            (session, token) => PlayAsync(session, canned, request, idempotencyKey, book, token),
            cancellationToken
        );
    }

    private static async Task<CommandStop?> PlayAsync(
        TicketSession session,
        CannedReplyView canned,
        MacroRequest request,
        Guid? key,
        RuleBook book,
        CancellationToken cancellationToken
    )
    {
        if (canned.Texts.Count > 0)
        {
            var (filled, refused) = await FillInAsync(session, canned, request.Language, cancellationToken);
            var before = session.File.Events.Count;
            refused ??= await ReplySubmission.SubmitAsync(
                session,
                new ReplyRequest
                {
                    Text = filled!.Text,
                    LastSeen = request.LastSeen,
                    ConfirmPersonalData = request.ConfirmPersonalData,
                },
                key,
                cancellationToken
            );
            // A refusal stops all; the same key again has been played already.
            if (refused is not null || session.File.Events.Count == before)
            {
                return refused;
            }
        }
        else if (await SeenCheck.CheckAsync(session, request.LastSeen, cancellationToken) is { } unseen)
        {
            return unseen;
        }

        foreach (var action in canned.Actions)
        {
            if (await DoAsync(session, action, book, cancellationToken) is { } stop)
            {
                return stop;
            }
        }

        return null;
    }

    private static async Task<CommandStop?> DoAsync(
        TicketSession session,
        CannedAction action,
        RuleBook book,
        CancellationToken cancellationToken
    ) =>
        action.Do switch
        {
            "resolve" => session.Decide(new ResolveTicket(action.Reason), action.Reason),
            "wait_customer" => session.Decide(new WaitForCustomer(action.Reason ?? ""), action.Reason),
            "wait_third_party" => session.Decide(new WaitForThirdParty(action.Reason ?? ""), action.Reason),
            "priority" => session.Decide(new SetPriority(WireName<Priority>.Parse(action.Value ?? "")), action.Reason),
            "note" => session.Decide(
                new AddNote(await NoteEndpoint.PutAsync(session, action.Value ?? "", cancellationToken))
            ),
            "hand_over" when action.QueueId is { } queueId && book.FindQueue(queueId) is { } queue =>
                await HandOverRequests.SubmitAsync(
                    session,
                    queue,
                    new HandOverRequest
                    {
                        QueueId = queueId,
                        Reason = action.Reason ?? "",
                        Promised = action.Promised ?? "",
                    },
                    cancellationToken
                ),
            _ => new CommandStop(TicketProblems.Refused("unknown_action", $"There is no action {action.Do}.")),
        };

    private static async Task<(FilledReply?, CommandStop?)> FillInAsync(
        TicketSession session,
        CannedReplyView canned,
        string? language,
        CancellationToken cancellationToken
    )
    {
        var ticket = session.File.Stored;
        var spoken =
            language ?? (ticket.Language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en");
        if (!canned.Texts.TryGetValue(spoken, out var text))
        {
            return (null, new CommandStop(TicketProblems.Refused("no_such_language", $"It has no text in {spoken}.")));
        }

        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["author"] = await session.FindAsync<string>(Person, ticket, cancellationToken),
            ["ticket"] = TicketNumber.Of(ticket.TicketId),
            ["order"] = session.File.State.OrderNumber,
            ["agent"] = session.Caller.Name,
            ["account"] = ticket.Account,
        };
        var (filled, missing) = CannedText.Fill(text, values);
        return filled is null
            ? (
                null,
                new CommandStop(
                    TicketProblems.Refused("missing_variables", $"There is no value for {string.Join(", ", missing)}.")
                )
            )
            : (new FilledReply(spoken, filled), null);
    }

    private static ProblemHttpResult Missing() =>
        TypedResults.Problem(statusCode: 404, title: "There is no such canned reply.");
}
