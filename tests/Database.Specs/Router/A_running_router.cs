using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Security;
using TriageMesh.Router;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>The whole process with its workers, on the real clock: bus in, HTTP out.</summary>
public sealed class A_running_router(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task It_turns_a_message_into_an_assigned_ticket_with_a_told_breach_and_serves_it_to_those_who_may()
    {
        await using var world = await BeginAsync(postgres);
        await using var router = await StartAsync();
        await world.PersonAsync();
        // The world's clock stands in the past, so the promise is broken long since.
        await router
            .Services.GetRequiredService<IBus>()
            .Publish(new MentionsClassified([world.Post("ann", "p1")]), Stop);

        await Eventually.Be(
            _ => world.ListAsync<string>("SELECT kind FROM router.events"),
            kinds => kinds.Contains("assigned") && kinds.Contains("clock.escalate"),
            Stop
        );
        await Eventually.Be(
            _ => world.OneAsync<long>("SELECT count(*) FROM router.announcements"),
            waiting => waiting == 0,
            Stop
        );

        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        using var http = new HttpClient { BaseAddress = AddressOf(router) };
        (await StatusAsync(http, router, role: null, "/api/v1/tickets")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(http, router, Role.Marketing, "/api/v1/tickets")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(http, router, Role.Marketing, $"/api/v1/tickets/{ticket}")).ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await StatusAsync(http, router, Role.Agent, $"/api/v1/tickets/{ticket}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(http, router, Role.Lead, "/api/v1/tickets/999999")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(http, router, Role.Lead, "/api/v1/tickets?view=none")).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(http, router, Role.Lead, "/api/v1/tickets/counts")).ShouldBe(HttpStatusCode.OK);

        using var answer = await SendAsync(http, router, Role.Lead, $"/api/v1/tickets/{ticket}");
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop));
        answer.Headers.ETag!.Tag.ShouldBe($"\"{body.GetProperty("ticket").GetProperty("version").GetInt64()}\"");
        body.GetProperty("timeline")
            .EnumerateArray()
            .ShouldContain(item => item.GetProperty("type").GetString() == "mention");
    }

    private async Task<WebApplication> StartAsync()
    {
        var app = MeshHost.Build(
            [
                $"--Database:ConnectionString={postgres.ConnectionString}",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                "--Bus:Transport=memory",
                "--router:Url=http://127.0.0.1:0",
            ],
            [new RouterService()]
        );
        await app.StartAsync(Stop);
        return app;
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task<HttpStatusCode> StatusAsync(
        HttpClient http,
        WebApplication router,
        Role? role,
        string path
    )
    {
        using var answer = await SendAsync(http, router, role, path);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, WebApplication router, Role? role, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (role is { } known)
        {
            var token = router
                .Services.GetRequiredService<TokenIssuer>()
                .Issue(new Caller(Guid.NewGuid(), known.Wire(), [known]), TimeSpan.FromMinutes(5));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http.SendAsync(request, Stop);
    }
}
