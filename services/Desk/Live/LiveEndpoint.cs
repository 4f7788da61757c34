using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.SignIn;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Live;

/// <summary>GET /desk/live: changes as server-sent events, for as long as the session and the person's roles last.</summary>
internal static class LiveEndpoint
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapLive(this IEndpointRouteBuilder desk) =>
        desk.MapGet("/live", HandleAsync)
            .WithName("Live")
            .RequireAuthorization(DeskAllow.Person)
            .WithMetadata(new OnlyLooks())
            .Produces<LiveChanges>(contentType: "text/event-stream");

    internal static async Task HandleAsync(
        HttpContext context,
        LiveDesks desks,
        LiveTeams teams,
        Sessions sessions,
        IHostApplicationLifetime host,
        TimeProvider time
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            host.ApplicationStopping
        );
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            // Marketing has no business with tickets: their desk only learns that it is connected.
            var person = Caller.From(context.User);
            var worksTickets = person.Is(Role.Agent, Role.Lead, Role.Admin);
            var desk = worksTickets ? desks.Join(person) : new LiveDesk(person);
            try
            {
                if (worksTickets)
                {
                    await teams.WelcomeAsync(desk, ending.Token);
                }

                await StreamAsync(context, desk, () => IsOverAsync(context, person, sessions), time, ending.Token);
            }
            finally
            {
                desks.Leave(desk);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The desk was closed, or this process is going down: the page comes back by itself.
        }
    }

    private static async Task StreamAsync(
        HttpContext context,
        LiveDesk desk,
        Func<Task<bool>> isOver,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var body = context.Response.Body;
        await body.WriteAsync("retry: 2000\nevent: hello\ndata: {}\n\n"u8.ToArray(), cancellationToken);
        await body.FlushAsync(cancellationToken);
        using var timer = new PeriodicTimer(Heartbeat, time);
        var news = desk.WaitAsync(cancellationToken).AsTask();
        var beat = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        while (true)
        {
            await await Task.WhenAny(news, beat);
            if (news.IsCompleted)
            {
                while (desk.TryTake(out var message))
                {
                    await body.WriteAsync(message, cancellationToken);
                }

                news = desk.WaitAsync(cancellationToken).AsTask();
            }

            if (beat.IsCompleted)
            {
                if (await isOver())
                {
                    return;
                }

                await body.WriteAsync(": \n\n"u8.ToArray(), cancellationToken);
                beat = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            }

            await body.FlushAsync(cancellationToken);
        }
    }

    /// <summary>The page comes back with the roles that the person has by then.</summary>
    private static async Task<bool> IsOverAsync(HttpContext context, Caller person, Sessions sessions) =>
        SessionCookie.Read(context.Request) is not { } token
        || await sessions.LookAsync(token, context.RequestAborted) is not { } session
        || !session.ToCaller().Roles.ToHashSet().SetEquals(person.Roles);
}
