using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Snooze;

/// <summary>POST /tickets/{id}/snooze and wake: out of sight, never out of time.</summary>
internal static class SnoozeEndpoints
{
    public static void AddSnooze(this IServiceCollection services) =>
        services.AddSingleton<SnoozeTimers>().AddHostedService<SnoozeWorker>();

    public static void MapSnooze(this IEndpointRouteBuilder ticket)
    {
        ticket.MapPost("/snooze", SnoozeAsync).WithName("SnoozeTicket");
        ticket.MapPost("/wake", WakeAsync).WithName("WakeTicket");
    }

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> SnoozeAsync(
        long id,
        SnoozeRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    )
    {
        if (request.Reason is { Length: > Reasons.MaxLength })
        {
            return Reasons.TooLong();
        }

        var until = request.Until is { } time ? Instant.FromDateTimeOffset(time).ToMicroseconds() : (Instant?)null;
        return await desk.RunAsync(
            id,
            user,
            ifMatch,
            _ => new SnoozeTicket(until, request.Reason),
            request.Reason,
            cancellationToken
        );
    }

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> WakeAsync(
        long id,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) => desk.RunAsync(id, user, ifMatch, _ => new WakeTicket(WakeCause.Person), cause: null, cancellationToken);
}
