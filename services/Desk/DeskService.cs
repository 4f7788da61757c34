using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageMesh.Desk.Accounts;
using TriageMesh.Desk.Audit;
using TriageMesh.Desk.Hardening;
using TriageMesh.Desk.Live;
using TriageMesh.Desk.Notices;
using TriageMesh.Desk.OpenId;
using TriageMesh.Desk.Pages;
using TriageMesh.Desk.Proxy;
using TriageMesh.Desk.SignIn;
using TriageMesh.Desk.Tokens;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Desk;

/// <summary>The desk service: sign-in, accounts, the way to the other services, live changes, and the pages.</summary>
public sealed class DeskService : IMeshService
{
    /// <summary>Name of the OpenAPI document.</summary>
    internal const string Document = "desk";

    public string Name => "desk";

    public int DefaultPort => 5113;

    public void Register(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<DeskOptions>()
            .BindConfiguration(DeskOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<DeskOptions>, DeskOptionsValidator>();
        services.AddOpenApi(Document);
        services.AddSingleton<IStartupFilter, DeskHardening>();
        services.AddExceptionHandler<DatabaseAway>();
        services.AddDeskSessions();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInAttempt>();
        services.AddSingleton<SignInRate>();
        services.AddSingleton<SignInLog>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<OwnAccount>();
        services.AddSingleton<AccountList>();
        services.AddSingleton<AccountChanges>();
        services.AddSingleton<AgentUpdates>();
        services.AddSingleton<FirstAdmin>();
        services.AddHostedService<AgentUpdateWorker>();
        services.AddSingleton<Upstreams>();
        services.AddSingleton<Forwarder>();
        services.AddSingleton<LiveDesks>();
        services.AddSingleton<LiveTeams>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveTeams>());
        services.AddReceiveEndpointObserver<LiveBus>();
        services.AddOpenId();
        services.AddAudit();
        services.AddSingleton<NoticeChoicesOfPerson>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        // One queue of this process for all that is live; it goes away with it.
        var name = $"{LiveBus.Prefix}{Guid.NewGuid():N}";
        void Live(IConsumerRegistrationConfigurator consumer) =>
            consumer.Endpoint(endpoint =>
            {
                endpoint.Name = name;
                endpoint.Temporary = true;
            });

        Live(bus.AddConsumer<TicketEventsConsumer>());
        Live(bus.AddConsumer<TicketPresenceConsumer>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/desk").WithGroupName(Document).Audited();
        desk.MapSignIn();
        desk.MapOpenId();
        desk.MapOwnAccount();
        desk.MapAccounts();
        desk.MapTokens();
        desk.MapNoticeChoices();
        desk.MapAudit();
        desk.MapLive();
        desk.MapProxy();
        desk.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(DeskAllow.Person);
        routes.MapBrowserApplication(WebFiles.Load(Path.Combine(AppContext.BaseDirectory, "wwwroot")));
    }
}
