"""Graphs: built, captured from streams, launched, updated."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row, constants, functions, types
from cn_migrate.source.host_plan import ApiKind

_LAUNCH = "the nodes are issued into the stream one after the other, in an order that their dependencies allow"
_CONDITIONS = "conditional nodes have no portable form; decide on the host which graph to launch"
_SEMAPHORES = "memory and semaphores of other APIs are not supported"
_ATTRIBUTES = "attributes of nodes have no portable form"
_OBJECTS = "objects that graphs own have no portable form; destroy them after the graph"

GRAPHS: dict[str, Row] = {
    **functions("cudaGraphLaunch", Fidelity.EMULATED, _LAUNCH),
    **functions(
        """
        cudaGraphCreate cudaGraphDestroy cudaGraphClone cudaGraphAddKernelNode
        cudaGraphAddMemcpyNode cudaGraphAddMemcpyNode1D cudaGraphAddMemcpyNodeToSymbol
        cudaGraphAddMemcpyNodeFromSymbol cudaGraphAddMemsetNode cudaGraphAddHostNode
        cudaGraphAddChildGraphNode cudaGraphAddEmptyNode cudaGraphAddEventRecordNode
        cudaGraphAddEventWaitNode cudaGraphAddMemAllocNode cudaGraphAddMemFreeNode
        cudaGraphAddNode cudaGraphDestroyNode cudaGraphNodeGetType cudaGraphKernelNodeGetParams
        cudaGraphKernelNodeSetParams cudaGraphMemcpyNodeGetParams cudaGraphMemcpyNodeSetParams
        cudaGraphMemcpyNodeSetParams1D cudaGraphMemsetNodeGetParams cudaGraphMemsetNodeSetParams
        cudaGraphHostNodeGetParams cudaGraphHostNodeSetParams cudaGraphNodeSetParams
        cudaGraphEventRecordNodeGetEvent cudaGraphEventRecordNodeSetEvent
        cudaGraphEventWaitNodeGetEvent cudaGraphEventWaitNodeSetEvent cudaGraphGetNodes
        cudaGraphGetRootNodes cudaGraphGetEdges cudaGraphNodeGetDependencies
        cudaGraphNodeGetDependentNodes cudaGraphAddDependencies cudaGraphRemoveDependencies
        cudaGraphNodeFindInClone cudaGraphInstantiate cudaGraphInstantiateWithFlags
        cudaGraphInstantiateWithParams cudaGraphExecDestroy cudaGraphExecGetFlags
        cudaGraphUpload cudaGraphExecUpdate cudaGraphExecKernelNodeSetParams
        cudaGraphExecMemcpyNodeSetParams cudaGraphExecMemcpyNodeSetParams1D
        cudaGraphExecMemsetNodeSetParams cudaGraphExecHostNodeSetParams
        cudaGraphExecChildGraphNodeSetParams cudaGraphExecEventRecordNodeSetEvent
        cudaGraphExecEventWaitNodeSetEvent cudaGraphExecNodeSetParams cudaGraphNodeSetEnabled
        cudaGraphNodeGetEnabled
        cudaStreamBeginCapture cudaStreamBeginCaptureToGraph cudaStreamEndCapture
        cudaStreamIsCapturing cudaStreamGetCaptureInfo cudaStreamUpdateCaptureDependencies
        cudaThreadExchangeStreamCaptureMode
        """
    ),
    **functions(
        "cudaDeviceGraphMemTrim cudaDeviceGetGraphMemAttribute cudaDeviceSetGraphMemAttribute",
        Fidelity.WEAKENED,
        "a graph keeps the memory that it allocates as long as it lives",
    ),
    **functions(
        "cudaGraphConditionalHandleCreate cudaGraphSetConditional", Fidelity.MANUAL, _CONDITIONS
    ),
    **functions(
        """
        cudaGraphAddExternalSemaphoresSignalNode cudaGraphAddExternalSemaphoresWaitNode
        cudaGraphExternalSemaphoresSignalNodeGetParams
        cudaGraphExternalSemaphoresSignalNodeSetParams
        cudaGraphExecExternalSemaphoresSignalNodeSetParams
        cudaGraphExternalSemaphoresWaitNodeGetParams cudaGraphExternalSemaphoresWaitNodeSetParams
        cudaGraphExecExternalSemaphoresWaitNodeSetParams
        """,
        Fidelity.MANUAL,
        _SEMAPHORES,
    ),
    **functions(
        """
        cudaGraphKernelNodeCopyAttributes cudaGraphKernelNodeGetAttribute
        cudaGraphKernelNodeSetAttribute
        """,
        Fidelity.MANUAL,
        _ATTRIBUTES,
    ),
    **functions(
        """
        cudaUserObjectCreate cudaUserObjectRetain cudaUserObjectRelease cudaGraphRetainUserObject
        cudaGraphReleaseUserObject
        """,
        Fidelity.MANUAL,
        _OBJECTS,
    ),
    **types(
        """
        cudaGraph_t cudaGraphNode_t cudaGraphExec_t cudaGraphNodeType cudaGraphNodeParams
        cudaKernelNodeParams cudaMemsetParams cudaMemcpyNodeParams cudaHostNodeParams
        cudaChildGraphNodeParams cudaEventRecordNodeParams cudaEventWaitNodeParams
        cudaMemAllocNodeParams cudaMemFreeNodeParams cudaGraphEdgeData cudaGraphInstantiateFlags
        cudaGraphInstantiateParams cudaGraphInstantiateResult cudaGraphExecUpdateResult
        cudaGraphExecUpdateResultInfo cudaGraphMemAttributeType cudaStreamCaptureMode
        cudaStreamCaptureStatus
        """
    ),
    "cudaKernelNodeParamsV2": Row("kernel_node_params", ApiKind.TYPE, Fidelity.EXACT),
    "cudaMemsetParamsV2": Row("memset_params", ApiKind.TYPE, Fidelity.EXACT),
    "cudaHostNodeParamsV2": Row("host_node_params", ApiKind.TYPE, Fidelity.EXACT),
    "cudaMemAllocNodeParamsV2": Row("mem_alloc_node_params", ApiKind.TYPE, Fidelity.EXACT),
    **types(
        """
        cudaConditionalNodeParams cudaGraphConditionalHandle cudaGraphConditionalNodeType
        cudaGraphConditionalHandleFlags
        """,
        Fidelity.MANUAL,
        _CONDITIONS,
    ),
    **constants(
        """
        cudaGraphNodeTypeKernel cudaGraphNodeTypeMemcpy cudaGraphNodeTypeMemset
        cudaGraphNodeTypeHost cudaGraphNodeTypeGraph cudaGraphNodeTypeEmpty
        cudaGraphNodeTypeWaitEvent cudaGraphNodeTypeEventRecord
        cudaGraphNodeTypeExtSemaphoreSignal cudaGraphNodeTypeExtSemaphoreWait
        cudaGraphNodeTypeMemAlloc cudaGraphNodeTypeMemFree
        cudaGraphInstantiateFlagAutoFreeOnLaunch cudaGraphInstantiateFlagUpload
        cudaGraphInstantiateFlagDeviceLaunch cudaGraphInstantiateFlagUseNodePriority
        cudaGraphInstantiateSuccess cudaGraphInstantiateError
        cudaGraphInstantiateInvalidStructure cudaGraphInstantiateNodeOperationNotSupported
        cudaGraphInstantiateMultipleDevicesNotSupported
        cudaGraphExecUpdateSuccess cudaGraphExecUpdateError
        cudaGraphExecUpdateErrorTopologyChanged cudaGraphExecUpdateErrorNodeTypeChanged
        cudaGraphExecUpdateErrorFunctionChanged cudaGraphExecUpdateErrorParametersChanged
        cudaGraphExecUpdateErrorNotSupported cudaGraphExecUpdateErrorUnsupportedFunctionChange
        cudaGraphExecUpdateErrorAttributesChanged
        cudaGraphMemAttrUsedMemCurrent cudaGraphMemAttrUsedMemHigh
        cudaGraphMemAttrReservedMemCurrent cudaGraphMemAttrReservedMemHigh
        cudaStreamCaptureModeGlobal cudaStreamCaptureModeThreadLocal cudaStreamCaptureModeRelaxed
        cudaStreamCaptureStatusNone cudaStreamCaptureStatusActive
        cudaStreamCaptureStatusInvalidated cudaStreamAddCaptureDependencies
        cudaStreamSetCaptureDependencies
        """
    ),
    **constants(
        """
        cudaGraphNodeTypeConditional cudaGraphCondAssignDefault cudaGraphCondTypeIf
        cudaGraphCondTypeWhile cudaGraphCondTypeSwitch
        """,
        Fidelity.MANUAL,
        _CONDITIONS,
    ),
}
