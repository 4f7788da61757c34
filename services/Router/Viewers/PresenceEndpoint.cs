using System.Security.Claims;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Viewers;

/// <summary>PUT /tickets/{id}/presence: the caller is at the ticket; the answer is who else is.</summary>
internal static class PresenceEndpoint
{
    private static readonly TimeSpan TellWithin = TimeSpan.FromSeconds(1);

    private const string Seen = """
        SELECT queue_id, assignee_id, handed_to FROM router.tickets WHERE ticket_id = @id
        """;

    public static void AddViewers(this IServiceCollection services) => services.AddSingleton<TicketPresences>();

    public static void MapPresence(this IEndpointRouteBuilder ticket) =>
        ticket.MapPut("/presence", HandleAsync).WithName("PutTicketPresence");

    internal static async Task<
        Results<Ok<IReadOnlyList<PresentPerson>>, ValidationProblem, ProblemHttpResult>
    > HandleAsync(
        long id,
        TicketPresenceRequest request,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        TicketPresences presences,
        IBus bus,
        CancellationToken cancellationToken
    )
    {
        if (request.State is not ("viewing" or "typing" or "gone"))
        {
            return Problems.For("state", "Write viewing, typing or gone.");
        }

        var caller = Caller.From(user);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, caller, cancellationToken);
        var ticket = await connection.QuerySingleOrDefaultAsync<TicketState>(
            new CommandDefinition(Seen, new { id }, cancellationToken: cancellationToken)
        );
        if (ticket is null || !scope.Sees(ticket))
        {
            return TicketProblems.Unknown();
        }

        var name = caller.Name.Length > 0 ? caller.Name : "?";
        var news =
            request.State == "gone"
                ? await presences.LeaveAsync(id, caller.Id, cancellationToken)
                : await presences.PutAsync(id, caller.Id, name, request.State == "typing", cancellationToken);
        var people = (await presences.ReadAsync(connection, [id], cancellationToken))[id].ToList();
        if (news)
        {
            await TellAsync(
                bus,
                new TicketPresence(id, people.ConvertAll(person => new PersonAtTicket(person.Id, person.Typing)))
                {
                    QueueId = ticket.QueueId,
                    AssigneeId = ticket.AssigneeId,
                    HandedTo = ticket.HandedTo,
                },
                cancellationToken
            );
        }

        return TypedResults.Ok<IReadOnlyList<PresentPerson>>([.. people.Where(person => person.Id != caller.Id)]);
    }

    /// <summary>Tells the desks. With the broker away nobody is told, and nobody waits: the next look shows it.</summary>
    private static async Task TellAsync(IBus bus, TicketPresence presence, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TellWithin);
        try
        {
            await bus.Publish(presence, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No broker within a second.
        }
    }
}
