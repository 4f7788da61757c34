using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageMesh.Ingest.Accounts;
using TriageMesh.Ingest.Intake;
using TriageMesh.Ingest.Persons;
using TriageMesh.Ingest.Reconcile;
using TriageMesh.Ingest.Relay;
using TriageMesh.Ingest.Replies;
using TriageMesh.Ingest.Retention;
using TriageMesh.Ingest.Sources;
using TriageMesh.Ingest.Withdrawals;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Months;

namespace TriageMesh.Ingest;

/// <summary>The ingest service: what it is made of.</summary>
public sealed class IngestService : IMeshService
{
    public string Name => "ingest";

    public int DefaultPort => 5110;

    public void Register(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        AddOptions<IngestOptions, IngestOptionsValidator>(services, IngestOptions.Section);
        AddOptions<IntakeOptions, IntakeOptionsValidator>(services, IntakeOptions.Section);
        AddOptions<RelayOptions, RelayOptionsValidator>(services, RelayOptions.Section);
        AddOptions<ReconcileOptions, ReconcileOptionsValidator>(services, ReconcileOptions.Section);
        AddOptions<ReplyOptions, ReplyOptionsValidator>(services, ReplyOptions.Section);
        AddOptions<RetentionOptions, RetentionOptionsValidator>(services, RetentionOptions.Section);

        services.AddSingleton<AccountDirectory>().AddSingleton<IngestTelemetry>();
        services
            .AddSingleton<SourceTallies>()
            .AddSingleton<SourceLimits>()
            .AddSingleton<MentionStore>()
            .AddSingleton<DeliveryStore>()
            .AddSingleton<WithdrawalStore>()
            .AddSingleton<IntakeWriter>()
            .AddSingleton<AcceptMentions>();
        services.AddSingleton<RelaySignal>().AddSingleton<UnpublishedMentions>();
        services.AddSingleton<MentionsOnTheWay>();
        services.AddSingleton<ReplyLedger>();
        services.AddSingleton<IMonthlyRecords, MonthsOfMentions>();
        services
            .AddHttpClient<ReplyClient>()
            .ConfigurePrimaryHttpMessageHandler(ReplyClient.Handler)
            .RemoveAllLoggers();

        services.AddHostedService(provider => provider.GetRequiredService<IntakeWriter>());
        services.AddHostedService<MentionRelay>();
        services.AddHostedService<WithdrawalRelay>();
        services.AddHostedService<Reconciler>();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<MentionsRoutedConsumer, MentionsRoutedConsumerDefinition>();
        bus.AddConsumer<SendReplyConsumer, SendReplyConsumerDefinition>();
        bus.AddConsumer<EraseAuthorConsumer, EraseAuthorConsumerDefinition>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        var ingest = routes.MapGroup("/ingest/v1");
        ingest.MapWebhook();
        ingest.MapImport();
        ingest.MapSources();
    }

    private static void AddOptions<TOptions, TValidator>(IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }
}
