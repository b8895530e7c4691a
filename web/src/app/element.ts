// The parts of Element Plus in use, with their styles; each import is one folder of the library.
import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-date-picker.css';
import 'element-plus/theme-chalk/el-date-picker-panel.css';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-message.css';
import 'element-plus/theme-chalk/el-message-box.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-popper.css';
import 'element-plus/theme-chalk/el-scrollbar.css';
import 'element-plus/theme-chalk/el-progress.css';
import 'element-plus/theme-chalk/el-badge.css';

export { ElConfigProvider } from 'element-plus/es/components/config-provider/index.mjs';
export { ElDatePicker } from 'element-plus/es/components/date-picker/index.mjs';
export { ElDialog } from 'element-plus/es/components/dialog/index.mjs';
export { ElMessage } from 'element-plus/es/components/message/index.mjs';
export { ElMessageBox } from 'element-plus/es/components/message-box/index.mjs';
export { ElProgress } from 'element-plus/es/components/progress/index.mjs';
