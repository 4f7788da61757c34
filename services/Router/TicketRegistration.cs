using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageMesh.Platform.Months;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Authors;
using TriageMesh.Router.CannedReplies;
using TriageMesh.Router.Cases;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Persons;
using TriageMesh.Router.Policies;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Relay;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.Retention;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Snooze;
using TriageMesh.Router.Telemetry;
using TriageMesh.Router.Tickets;
using TriageMesh.Router.Viewers;

namespace TriageMesh.Router;

/// <summary>What tickets are made of: routing, commands, clocks, assignment, the outbox.</summary>
internal static class TicketRegistration
{
    public static void AddTickets(this IServiceCollection services)
    {
        services
            .AddOptions<TicketOptions>()
            .BindConfiguration(TicketOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<TicketOptions>, TicketOptionsValidator>()
            .AddOptions<OrderNumberOptions>()
            .BindConfiguration(OrderNumberOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<OrderNumberOptions>, OrderNumberOptionsValidator>();
        services.AddSingleton<Signals>().AddSingleton<RouterTelemetry>();
        services.AddSingleton<OrderNumbers>().AddSingleton<MentionRouter>().AddSingleton<RouteBatch>();
        services.AddSingleton<TicketRows>().AddSingleton<TicketListing>().AddSingleton<TicketReader>();
        services.AddSingleton<TicketAfter>().AddSingleton<TicketDesk>().AddSingleton<MentionRelabel>();
        services.AddSingleton<ReplyOutcomes>().AddSingleton<TicketSweep>();
        services
            .AddSingleton<PoisonedClocks>()
            .AddSingleton<ClockTimers>()
            .AddSingleton<TicketCloser>()
            .AddHostedService<ClockWorker>();
        services.AddSingleton<Recalculations>().AddHostedService<RecalculationWorker>();
        services.AddCases();
        services.AddViewers();
        services.AddAuthors();
        services.AddPersons();
        services.AddSnooze();
        services.AddCannedReplies();
        services.AddAssignment();
        services
            .AddSingleton<Outbox>()
            .AddSingleton<EventOutbox>()
            .AddSingleton<ReplyOutbox>()
            .AddSingleton<RelabelOutbox>();
        services.AddHostedService<EventRelay>().AddHostedService<OutboxRelay>();
        services
            .AddOptions<RetentionOptions>()
            .BindConfiguration(RetentionOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        services.AddSingleton<IMonthlyRecords, MonthsOfTickets>();
    }

    public static void AddTicketConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<RouteMentionsConsumer, RouteMentionsDefinition>();
        bus.AddConsumer<ReplyOutcomeConsumer, ReplyOutcomeDefinition>();
        bus.AddConsumer<MentionsWithdrawnConsumer, MentionsWithdrawnDefinition>();
        bus.AddConsumer<AuthorErasedConsumer, AuthorErasedDefinition>();
        bus.AddConsumer<FireClockConsumer, FireClockDefinition>();
    }
}
