using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TriageMesh.Platform.Bus;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Platform.Parking;

internal static class ParkingRegistration
{
    public static void AddMeshParking(this WebApplicationBuilder builder, IReadOnlyList<IMeshService> services)
    {
        builder.Services.AddSingleton<ParkedMessages>();
        builder.Services.AddSingleton<ParkingFilter>();
        foreach (var service in services)
        {
            builder.Services.AddSingleton<IHostedService>(provider =>
                ActivatorUtilities.CreateInstance<ReplayWorker>(provider, service.Name)
            );
        }
    }
}

/// <summary>Publishes again what a person asked to have replayed; consumers tolerate duplicates.</summary>
internal sealed partial class ReplayWorker(
    string service,
    ParkedMessages parked,
    IBus bus,
    TimeProvider time,
    ILogger<ReplayWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                await ReplayRequestedAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; what was asked for is replayed by the next one.
        }
    }

    private async Task ReplayRequestedAsync(CancellationToken stoppingToken)
    {
        try
        {
            await parked.ReplayRequestedAsync(service, message => ReplayAsync(message, stoppingToken), stoppingToken);
        }
        catch (Exception failed)
            when (failed is NpgsqlException or TimeoutException or OperationCanceledException
                && !stoppingToken.IsCancellationRequested
            )
        {
            LogFailed(service, failed.GetType().Name);
        }
    }

    /// <returns>Why it cannot be replayed; null where it was.</returns>
    private async Task<string?> ReplayAsync(ParkedMessage message, CancellationToken cancellationToken)
    {
        if (Read(message, out var why) is not { } body)
        {
            LogUnreadable(message.ParkedId, service);
            return why;
        }

        await bus.PublishInTimeAsync(body, cancellationToken);
        LogReplayed(message.ParkedId, service);
        return null;
    }

    private static object? Read(ParkedMessage message, out string? why)
    {
        why = "Cannot be replayed: its body is none of our messages.";
        if (BusEnvelope.TypeOf(message.MessageType ?? "") is not { } type)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(message.Body, type, ParkedJson.Options);
        }
        catch (JsonException wrong)
        {
            why = $"Cannot be replayed: {wrong.Message}";
            return null;
        }
    }

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "Replayed {ParkedId} of {Service}")]
    private partial void LogReplayed(long parkedId, string service);

    [LoggerMessage(
        EventId = 23,
        Level = LogLevel.Warning,
        Message = "Parked {ParkedId} of {Service} cannot be replayed: its body cannot be read"
    )]
    private partial void LogUnreadable(long parkedId, string service);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "Replay for {Service} failed: {Reason}")]
    private partial void LogFailed(string service, string reason);
}

/// <summary>Parked bodies are written as the bus writes them: camelCase.</summary>
public static class ParkedJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);
}
