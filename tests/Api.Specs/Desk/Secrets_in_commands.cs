using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>What an <c>Idempotency-Key</c> makes us remember holds no password and no token.</summary>
public sealed class Secrets_in_commands(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static readonly string[] Secret = ["Secret", "Password", "NewPassword"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_made_under_a_key_is_told_once_and_kept_nowhere()
    {
        using var admin = await desk.AdminAsync(Stop);
        var key = Guid.NewGuid().ToString();

        using var first = await MakeTokenAsync(admin, key);
        using var second = await MakeTokenAsync(admin, key);

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        var made = await first.Content.ReadFromJsonAsync<NewApiToken>(MeshJson.Options, Stop);
        (await second.Content.ReadAsStringAsync(Stop)).ShouldNotContain(made!.Secret);
        (
            await desk.ScalarAsync<long>(
                "SELECT count(*) FROM mesh.command_keys WHERE command_key = @key AND body IS NULL",
                new { key },
                Stop
            )
        ).ShouldBe(1);
    }

    [Fact]
    public void Every_command_that_brings_or_answers_one_says_so()
    {
        foreach (var process in new[] { desk.Desk, desk.Router })
        {
            var secret = Commands(process).Where(BringsOrAnswersOne).ToList();

            secret.Count.ShouldBeGreaterThan(1);
            secret
                .Where(command => command.Metadata.GetMetadata<SecretCommands.Mark>() is null)
                .Select(command => command.RoutePattern.RawText)
                .ShouldBeEmpty();
        }
    }

    private static IEnumerable<RouteEndpoint> Commands(MeshProcess process) =>
        process
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [not "GET"])
            // Nobody is known there yet, so nothing is kept.
            .Where(route => route.RoutePattern.RawText != "/desk/sign-in");

    private static bool BringsOrAnswersOne(RouteEndpoint command) =>
        command
            .Metadata.OfType<IProducesResponseTypeMetadata>()
            .Select(answer => answer.Type)
            .Append(command.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType)
            .Any(type => type?.GetProperties().Any(property => Secret.Contains(property.Name)) == true);

    private static async Task<HttpResponseMessage> MakeTokenAsync(DeskBrowser admin, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/desk/tokens");
        request.Headers.Add("Idempotency-Key", key);
        request.Content = JsonContent.Create(
            new NewApiTokenRequest
            {
                Name = "reporting",
                Roles = [Role.Lead],
                Scopes = ["tickets:read"],
                Days = 1,
            },
            options: MeshJson.Options
        );
        return await admin.SendAsync(request, Stop);
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
